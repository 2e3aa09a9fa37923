#include "sensors/reader_process.hpp"

#include "sensors/instrumentation.hpp"
#include "support/error.hpp"
#include "support/file_descriptor.hpp"
#include "support/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <new>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace promfile {

namespace {

using Clock = std::chrono::steady_clock;
using Kind = SensorRecord::Kind;

// One record is one packet: its kind, then its texts, a zero byte after each.
std::string packet(const SensorRecord& record) {
    std::string bytes(1, static_cast<char>(record.kind));
    for (const std::string* text : {&record.chip, &record.feature, &record.name, &record.text}) {
        bytes += *text;
        bytes += '\0';
    }
    return bytes;
}

SensorRecord unpack(std::string_view bytes) {
    SensorRecord record{static_cast<Kind>(bytes.front()), "", "", "", ""};
    bytes.remove_prefix(1);
    for (std::string* text : {&record.chip, &record.feature, &record.name, &record.text}) {
        const size_t end = std::min(bytes.find('\0'), bytes.size());
        *text = bytes.substr(0, end);
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
    }
    return record;
}

void read_hardware_or_report(const SensorOptions& options, const std::set<std::string>& skip,
                             const SensorSink& sink) {
    try {
        read_hardware(options, skip, sink);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        sink({Kind::error, "", "", "", error.what()});
    }
}

[[noreturn]] void run_child(const SensorOptions& options, const std::set<std::string>& skip,
                            int socket) {
    prctl(PR_SET_NAME, "promfile-sensor");
    leave_all_descriptors_but(socket, keeps_standard_error());
    const SensorSink send_record = [socket](const SensorRecord& record) {
        if (record.kind == Kind::done || record.kind == Kind::error) {
            write_coverage();
        }
        const std::string bytes = packet(record);
        if (send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0 && errno != EMSGSIZE) {
            _exit(0); // nobody listens any more
        }
    };
    try {
        read_hardware_or_report(options, skip, send_record);
    } catch (const std::bad_alloc&) {
        constexpr char packet = static_cast<char>(Kind::out_of_memory);
        send(socket, &packet, sizeof packet, MSG_NOSIGNAL);
    }
    _exit(0);
}

struct Child {
    pid_t process;
    FileDescriptor socket;
    Clock::time_point last_answer;
    std::string chip; // that it reads
    bool done = false;
};

Child start_child(const SensorOptions& options, const std::set<std::string>& skip) {
    std::array<int, 2> ends{};
    // Packets keep records whole, and sending to a closed socket raises no signal.
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        throw Error(fmt::format("cannot read the sensors: socketpair: {}", std::strerror(errno)));
    }
    FileDescriptor ours(ends[0]);
    const FileDescriptor theirs(ends[1]);
    const pid_t parent = getpid();
    const pid_t process = fork();
    if (process < 0) {
        throw Error(fmt::format("cannot read the sensors: fork: {}", std::strerror(errno)));
    }
    if (process == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) {
            _exit(0);
        }
        run_child(options, skip, theirs.get());
    }
    return {process, std::move(ours), Clock::now(), "", false};
}

int milliseconds_until(Clock::time_point then) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(then - Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

// The children of one run, their records and their end.
class Readers {
public:
    Readers(const SensorOptions& options, Clock::time_point deadline, const SensorSink& sink)
        : options_(options), deadline_(deadline), sink_(sink) {}
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;
    ~Readers() { end(); }

    void run() {
        children_.push_back(start_child(options_, {}));
        while (!complete() && Clock::now() < deadline_) {
            wait_for_records();
            Child& newest = children_.back();
            // The child has begun a chip and sends nothing more: the driver of this chip blocks.
            if (!newest.done && !newest.chip.empty() &&
                Clock::now() >= newest.last_answer + patience()) {
                children_.push_back(start_child(options_, begun_));
            }
        }
    }

    bool crashed() const { return crashed_; }

    bool complete() const {
        return std::all_of(children_.begin(), children_.end(),
                           [](const Child& child) { return child.done; });
    }

    std::vector<std::string> blocked_chips() const {
        std::vector<std::string> chips;
        for (const Child& child : children_) {
            if (!child.done && !child.chip.empty()) {
                chips.push_back(child.chip);
            }
        }
        return chips;
    }

    // Ends the children, reaps those that die, and returns the others.
    std::vector<int> end_all() {
        end();
        std::vector<int> survivors;
        for (const Child& child : children_) {
            survivors.push_back(child.process);
        }
        children_.clear();
        return survivors;
    }

private:
    void end() {
        for (const Child& child : children_) {
            kill(child.process, SIGKILL);
        }
        const auto until = Clock::now() + std::chrono::milliseconds(200);
        do {
            std::erase_if(children_, [](const Child& child) {
                return waitpid(child.process, nullptr, WNOHANG) != 0;
            });
        } while (!children_.empty() && Clock::now() < until &&
                 (std::this_thread::sleep_for(std::chrono::milliseconds(1)), true));
    }

    Clock::duration patience() const { return options_.timeout / 5; }

    void wait_for_records() {
        std::vector<pollfd> sockets;
        for (const Child& child : children_) {
            sockets.push_back({child.done ? -1 : child.socket.get(), POLLIN, 0});
        }
        const Child& newest = children_.back();
        const auto until =
            newest.done ? deadline_ : std::min(deadline_, newest.last_answer + patience());
        // A child that is silent before its first chip is not replaced: a successor would fare no
        // better.
        const bool may_be_replaced = newest.done || !newest.chip.empty();
        if (poll(sockets.data(), sockets.size(),
                 milliseconds_until(may_be_replaced ? until : deadline_)) <= 0) {
            return;
        }
        for (size_t i = 0; i < sockets.size(); ++i) {
            if (sockets[i].revents != 0) {
                receive(children_[i], i == 0);
            }
        }
    }

    void receive(Child& child, bool first) {
        child.last_answer = Clock::now();
        for (;;) {
            const ssize_t size =
                recv(child.socket.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
            if (size < 0) {
                return;
            }
            if (size == 0) { // the child ended before it was done
                child.done = true;
                crashed_ = true;
                return;
            }
            const SensorRecord record =
                unpack(std::string_view(buffer_.data(), static_cast<size_t>(size)));
            if (record.kind == Kind::error) {
                throw Error(record.text);
            }
            if (record.kind == Kind::out_of_memory) {
                throw std::bad_alloc();
            }
            if (record.kind == Kind::reading) {
                child.chip = record.chip;
                // The child was slow, not stuck, and reached a chip that its successor has begun.
                child.done = !begun_.insert(record.chip).second;
            } else if (record.kind == Kind::done) {
                child.done = true;
            }
            if (child.done) {
                kill(child.process, SIGKILL);
                return;
            }
            // Later children send the same warnings and notes again.
            if (first || (record.kind != Kind::warning && record.kind != Kind::note)) {
                sink_(record);
            }
        }
    }

    const SensorOptions& options_;
    Clock::time_point deadline_;
    const SensorSink& sink_;
    std::vector<Child> children_;
    bool crashed_ = false;
    std::set<std::string> begun_; // chips that some child reads or has read
    std::array<char, 65536> buffer_{};
};

} // namespace

ReaderOutcome run_reader_processes(const SensorOptions& options, const SensorSink& sink) {
    ReaderOutcome outcome;
    const std::string classes = options.root + "/class";
    if (access(classes.c_str(), F_OK) != 0) {
        outcome.complete = true; // no hardware, but a configuration to check
        std::set<std::string> none;
        read_hardware(options, none, sink);
        return outcome;
    }
    Readers readers(options, Clock::now() + options.timeout, sink);
    readers.run();
    outcome.crashed = readers.crashed();
    outcome.complete = readers.complete() && !outcome.crashed;
    outcome.blocked_chips = readers.blocked_chips();
    outcome.survivors = readers.end_all();
    return outcome;
}

} // namespace promfile
