// Does nothing. Linked statically, it shows the time that the system takes to start and end a
// process.

int main() {
    return 0;
}
