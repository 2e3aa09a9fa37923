#pragma once

#include <string_view>

// Words in names of elements and attributes, one list for each question that they answer. words.hpp
// has the functions that search a list. Gathered from the XML of 23 programs and from their
// exporters.

namespace promfile::suggest::vocabulary {

// ---- values that must never be printed

constexpr std::string_view secret_texts =
    "passw passphrase pass_phrase secret token api_key apikey private_key privatekey access_key "
    "accesskey master_key masterkey shared_key sharedkey encryption_key encryptionkey signing_key "
    "signingkey host_key hostkey credential cookie session_id session_key sessionid sessionkey "
    "auth_key authkey community license_key licence_key authoriz bearer mnemonic activation_code "
    "unlock_code security_answer security_question connection_string connectionstring";
// Names that end in one of these words.
constexpr std::string_view secret_words =
    "pass pwd pw psk jwt seed salt hash cred creds auth dsn conn nonce";
constexpr std::string_view secret_number_words = "pin otp";
// Numbers with these names are secrets, too. Numbers of cookies, sessions and tokens are not.
constexpr std::string_view secret_number_texts =
    "passw secret private_key privatekey api_key apikey api_token apitoken access_token auth_token";
constexpr std::string_view personal_words =
    "email e_mail phone mobile first_name last_name firstname lastname surname sur_name birth "
    "birthday birthdate ssn iban remote_addr remoteaddr client_ip client_addr source_ip street "
    "address_line customer author developer committer msisdn imsi cid_num cid_number caller_number "
    "caller_id_number callee_num callee_number callee_id_number calling_number called_number";
constexpr std::string_view personal_text_words =
    "contact full_name fullname real_name realname user_name username mother maiden login "
    "last_user modified_by created_by changed_by updated_by opened_by closed_by reported_by "
    "assigned_to assignee requester reporter submitter caller caller_id callerid auth_user "
    "run_user "
    "cid_name caller_name caller_id_name callee callee_name callee_id_name accountcode "
    "account_code";
// Elements for a person, whose name or picture is below them.
constexpr std::string_view person_elements = "user author owner customer person contact member";

// Texts that people or programs write at length, even if the ones seen so far are short.
constexpr std::string_view prose_words =
    "message msg comment comments remark remarks note notes stdout stderr system_out system_err "
    "output stacktrace stack_trace traceback body cmd command cmdline command_line args arguments "
    "argv";

// ---- kinds of fields

constexpr std::string_view state_words =
    "state status health mode condition result outcome severity level role phase life_status "
    "threat disposition stage power link oper admin priority risk verdict dkim spf enabled "
    "encryption activity";
// A text that explains a state, such as state_reason.
constexpr std::string_view explaining_words = "desc description reason rsn text detail details";
constexpr std::string_view description_words =
    "type class kind category model product vendor version os arch machine platform agent provider "
    "driver firmware manufacturer family description codec profile release flavor edition build "
    "revision bus";
constexpr std::string_view time_words =
    "date timestamp at last created modified updated deadline begin end start started stop expire "
    "expires expiry expiration since until boot epoch changed "
    "mtime ctime atime incarnation sec login logout seen heard reported finished scheduled due "
    "accessed synced polled refreshed renewed now";
// The "bytes sent" and "packets received" are no times, in spite of "sent" and "received".
constexpr std::string_view amount_words =
    "byte bytes octets bits packets pkts frames requests messages queries total totals count rate "
    "size";
constexpr std::string_view duration_words = "duration elapsed uptime runtime latency rtt time";
constexpr std::string_view identifier_words =
    "id ids uid gid euid pid ppid uuid guid gupid oid cweid wascid pluginid sourceid serial "
    "serialnumber msisdn imsi imei iccid caller callerid extension port index idx version revision "
    "build slot bus device_id vendor model number no "
    "nr key label zip postcode isbn checksum hash fingerprint geobaseid seq_no sequence inode "
    "asn vlan";
constexpr std::string_view never_measured_words =
    "version revision release flag flags mask checksum crc32 portnumber sha1 sha256 md5";
constexpr std::string_view numbered_things =
    "job serial version model family part account order phone minor major slot port case";
constexpr std::string_view place_in_text_words = "line column col cwe pos position offset id";
constexpr std::string_view memory_words =
    "mem memory swap disk size virtual space buffer cache vmem rss";
// Memory of which little is free where all is well.
constexpr std::string_view volatile_memory_words =
    "mem memory ram heap nonheap buffer buffers cache metaspace";

// ---- counters and gauges

// Counters by themselves.
constexpr std::string_view counter_words =
    "total totals processed received sent transmitted request requests packet packets pkts octets "
    "frames hits misses read reads write writes operations ops enqueue dequeue enqueued dequeued "
    "queries bytes_in bytes_out in_bytes out_bytes naccepted accepted served handled interrupts "
    "faults evictions dispatched invocations counter counters rx tx encrypted decrypted protected "
    "validated collisions lookups crc fec hec retrain delin framing";
constexpr std::string_view done_words = "encrypted decrypted protected validated processed served";
// Counters only if another field of the row has one of the words above: "errors" beside "requests".
constexpr std::string_view weak_counter_words =
    "error errors errs failures failed dropped drops discard discards rejected rejects retries "
    "retransmit retransmits timeouts duplicates completed calls events message messages msgs "
    "transactions commits rollbacks expired blocks secs";
// Levels, which rise and fall.
constexpr std::string_view gauge_words =
    "has is current currently active free used usage available avail max maximum min minimum limit "
    "size "
    "depth length thread threads session sessions connection connections consumer consumers "
    "producer producers client clients subscriber subscribers processes worker workers node nodes "
    "busy idle pending queued waiting wait open rate speed avg average mean ratio percent "
    "percentage pct load temperature voltage power level capacity configured running enabled "
    "disabled threshold priority score interval timeout per width height bw memory mem rss swap "
    "util utilization clock uptime remaining window offset attenuation margin count_now tests "
    "cases failures_now skipped missed covered slots cores cpus sockets vcpus memory_total "
    "percenttotal kilobytetotal committed init today yesterday dbm db iops flight outstanding loss "
    "queue executor executors policy mode degraded misplaced";
// Things whose number rises and falls, and whose total is of all that came.
constexpr std::string_view coming_and_going_words =
    "connections conns sessions clients users listeners viewers streams calls visitors";
constexpr std::string_view plain_gauge_words = "max min limit free used size mem current avg per";
constexpr std::string_view parts_of_a_total =
    "up down used usage free max avail available missed covered passed failed";
// Words in place of "total" beside a capacity: "inodes free" beside "total inodes".
constexpr std::string_view parts_of_capacity =
    "free used usage available avail unused busy idle active in_use";
constexpr std::string_view summed_times =
    "processing_time processingtime cpu_time cputime busy_time busytime idle_time idletime "
    "total_time";

// ---- numbers that may not be worth a metric

// Troubles and loads: a number with one of these words deserves a metric even while it is 0.
constexpr std::string_view watched_words =
    "fail fails failed failure failures error errors err errs fault faults retry retries restarts "
    "reboots crashes drop drops dropped discard discards discarded reject rejects rejected "
    "timeouts "
    "lost loss missed overrun overruns overflow collisions crc alarm alarms warning warnings "
    "critical "
    "pending wait waiting waiters queue queued backlog backlogged blocked stuck stalled down "
    "offline "
    "dead degraded unhealthy invalid bad corrupt corrupted expired aborted killed oom throttled "
    "skipped orphaned unclean disabled disabling missing unavailable deferred delayed late spawned "
    "used usage busy idle active running load user system iowait steal cpu memory percent pct "
    "slots "
    "clients users connections sessions consumers subscribers jobs tasks threads rc exit_code "
    "severity health status ret retval errno";
// A number with one of these words, too, is measured, even if it is always 1.
constexpr std::string_view measured_words =
    "up online free use mem swap util utilization available disk rss bytes octets packets pkts "
    "frames "
    "messages requests queries conns listeners viewers subscribers players visitors "
    "sources processes procs workers nodes hosts tests cases rows items "
    "entries objects files streams slots hits misses reads writes received sent processed count "
    "total rate ratio temperature temp celsius power watts voltage volts current amps latency lag "
    "delay rtt duration elapsed uptime age remaining progress score state result price amount cost "
    "balance prio priority level humidity pressure speed rpm flow risk covered lines bandwidth";
// Limits: worth a metric beside the number that they limit.
constexpr std::string_view limit_words =
    "max maximum min minimum limit limits threshold quota capacity ceiling floor hard soft init";
constexpr std::string_view measured_beside_limit_words =
    "used use usage current busy active open free allocated committed count fails size total "
    "available in_use unused value fail failures actual";
// Sizes of pictures and of hardware, formats: they describe, they do not measure.
constexpr std::string_view geometry_words =
    "width height coded_width coded_height top right bottom bpp dpi resolution aspect "
    "heads linesize associativity stepping sample_rate sample_fmt channels pixel pixels vram "
    "sector_size inode_size page_size cell_size font_size";
constexpr std::string_view describing_elements =
    "meta metadata header headers topology capabilities capability features disposition "
    "dispositions "
    "tag tags hint hints address platform dimensions geometry";
// Numeric codes, orders and identifiers by other names.
constexpr std::string_view code_words = "type class kind category mode perm permissions umask "
                                        "family model compat confidence priority_id "
                                        "verbose verbosity debug debugging epoch generation "
                                        "incarnation ttl order rank ordinal position "
                                        "page cell netmask cidr seed salt magic";
// Booleans that tell whether all is well.
constexpr std::string_view watched_flag_words =
    "quorum maintenance maintenance_mode managed locked paused suspended synced in_sync leader "
    "master "
    "connected mounted reachable valid ready present healthy alive stonith_enabled publishing "
    "cached "
    "default_route writable readonly read_only expired";
// Other sizes of the memory of a process or task, of which the first one present says enough.
constexpr std::string_view memory_sizes =
    "real_memory rss resident resident_size working_set_size memory mem pss uss private_dirty "
    "working_set_size_smoothed swap_size swap virtual vmsize vsz vsize virtual_size shared";
// Ends of the names of rates, which Prometheus makes of the counter beside them.
constexpr std::string_view rate_words = "now rate count current_rate per_second per_sec";

// ---- texts that are states, whatever the name of their field

constexpr std::string_view bad_state_words =
    "fail failed failure failures error err critical crit down offline dead degraded missing "
    "expired unavailable stopped unclean orphaned blocked fault faulted faulty alarm bad broken "
    "abort aborted upload_failed disconnected not_ok unhealthy stuck stalled hung warn warning";
constexpr std::string_view good_state_words =
    "ok up online active running ready alive good success successful pass passed normal healthy "
    "connected enabled started valid synchronized";

// ---- aggregates

// Amounts, which can be added up over rows.
constexpr std::string_view additive_words =
    "bytes size count time duration elapsed amount price cost sum total quantity qty slot slots "
    "cpu "
    "mem memory rss pss swap vmsize length processed hits misses dirty disk items lines_of_code "
    "loc runtime wait number_of";
// Levels, of which only the largest over rows has a meaning.
constexpr std::string_view level_words =
    "avg average mean min max limit percent load prio priority score level latitude longitude "
    "speed "
    "mag remaining depth weight fraction progress rate uncertainty error_rate busyness concurrency";

// ---- settings

constexpr std::string_view settings_elements =
    "options option config configuration settings setting parameters parameter params preferences "
    "limits_config properties";
constexpr std::string_view settings_words =
    "timeout interval log_level retries period poll startdelay mask netmask euid flags mtu version "
    "default quantum latitude longitude altitude ppid timezone";
constexpr std::string_view events_counted_words =
    "fail fails failed failure failures error errors retries drops dropped count";

// ---- rows and their keys

constexpr std::string_view plain_name_words = "name key label title";
constexpr std::string_view place_words =
    "device dev disk interface iface ifname host hostname server uname mount mountpoint volume "
    "pool "
    "queue topic view zone domain site bay slot port location sensor resource channel cpu core gpu "
    "fan node rsc lun vlan qname partition table database schema method host_name instance peer "
    "socket bank processor addr address";
// Names of something other than the row: the product_name of a disk.
constexpr std::string_view other_name_words =
    "product_name productname model_name modelname vendor_name vendorname type_name typename "
    "class_name classname group_name groupname user_name username file_name filename full_name "
    "fullname pretty_name prettyname job_name jobname code_name codename "
    "owner_name ownername";
constexpr std::string_view volatile_words =
    "pid ppid tid session sticky_session gupid job_number jobid job_id task_id transaction request "
    "connection_id client_id eventid event_id message_id uniqueid seq sequence nonce hash sha1 "
    "sha256 md5 timestamp time date commit public_id ref session_id transaction_id request_id "
    "sequence_id ref_id sticky_session_id commit_id";
// What a row does now, such as the method of a request that a process serves.
constexpr std::string_view present_words = "request_method http_method";
constexpr std::string_view index_words = "id index number idx no nr minor_number";
constexpr std::string_view kind_words = "type class kind code category operation event";
constexpr std::string_view numeric_key_words = "id index number idx no nr slot port bay core cpu "
                                               "gpu socket bank name type code vlan lun key serial "
                                               "serialnumber serial_number";
// Structures that describe their parent, so that their name is the parent's name.
constexpr std::string_view describing_structures =
    "info information identification ident metadata general header head common summary properties "
    "attributes config";
// Rows that come and go.
constexpr std::string_view transient_rows =
    "test_case testcase test vulnerability violation issue finding bug error warning alert "
    "alertitem message event transaction order log log_entry line commit mutation mail ticket "
    "incident request process_info connection session history_entry record update patch advisory";
constexpr std::string_view visitor_rows =
    "client clients session sessions connection connections user users visitor visitors remote "
    "lease leases caller callers member members login logins";
constexpr std::string_view moment_rows =
    "time timestamp sample interval moment snapshot reading measurement record";
constexpr std::string_view calendar_rows = "minute fiveminute hour day week month year";
constexpr std::string_view parts_of_a_time = "year month day hour minute second";
constexpr std::string_view outcome_children =
    "fail failed failure failures error errors errored skip skipped pass passed warn warning "
    "success abort aborted cancel cancelled canceled ok";

// ---- names of metrics

constexpr std::string_view generic_roots =
    "rpc_reply rpcreply response reply root data result results xml document envelope body report "
    "status info output feed items list q_quakeml performancemonitor statistics stats store";
constexpr std::string_view root_filler_words =
    "log xml gui rpc reply report response statistics stats status output list";
constexpr std::string_view container_words =
    "entry item record row element entity object node_item value";
constexpr std::string_view generic_words =
    "list results data items entries table set collection instances elements rows value reply "
    "result information info";
constexpr std::string_view type_words = "gauge counter histogram summary";
constexpr std::string_view derived_words = "count sum bucket total info";
constexpr std::string_view unit_words =
    "kilobyte megabyte gigabyte mebibyte ns nanoseconds us microseconds ms milliseconds sec secs "
    "minutes hours days weeks bits kilobytes kibibytes kb kib megabytes mebibytes mb mib gigabytes "
    "gibibytes gb gib percent percentage fahrenheit millivolts mv milliamperes amps ma milliwatts "
    "kilowatts mw kw kwh mhz ghz megahertz gigahertz";
constexpr std::string_view base_units =
    "seconds bytes ratio celsius volts amperes watts hertz rpm joules meters grams";

} // namespace promfile::suggest::vocabulary
