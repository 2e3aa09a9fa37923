#pragma once

// The programs that test scripts drive. They are one executable under several names, since each
// executable would have all of promfile optimised again when it is linked. Each has the arguments
// and the result of `main`; the file with its name says what they are.
namespace tools {

int dump_sensors(int count, char** arguments);
int generated_outputs(int count, char** arguments);
int publish_tool(int count, char** arguments);
int timed_runs(int count, char** arguments);

} // namespace tools
