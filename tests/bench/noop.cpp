// Linked statically: what the system itself takes to start and end a process.

int main() {
    return 0;
}
