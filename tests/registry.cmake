# Every part of the tests. `ctest` and ./tests/run.sh run them by name or by label.
#
#   part(NAME LABEL SECONDS COMMAND...)
#
# COMMAND is a script of tests/ with its arguments, a target, or a program with its whole path. The environment variable PROMFILE
# names the binary to test. Exit status 77 is a skip, and so reported. SECONDS is the time limit:
# several times the usual duration, since test machines are slow and shared.
function(part name label seconds command)
  if(NOT TARGET ${command} AND NOT IS_ABSOLUTE ${command})
    set(command ${CMAKE_CURRENT_SOURCE_DIR}/${command})
  endif()
  add_test(NAME ${name} COMMAND ${command} ${ARGN} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  # Debian's python3 has the modules that Debian's packages install.
  set_tests_properties(${name} PROPERTIES
    LABELS ${label} TIMEOUT ${seconds} SKIP_RETURN_CODE 77
    ENVIRONMENT "PROMFILE=$<TARGET_FILE:promfile>"
    ENVIRONMENT_MODIFICATION PATH=path_list_prepend:/usr/bin)
endfunction()

set(tree ${CMAKE_CURRENT_SOURCE_DIR}/fixtures/sensors)
set(dump $<TARGET_FILE_DIR:test_tools>/dump_sensors)
set(publish $<TARGET_FILE_DIR:test_tools>/publish_tool)
set(timed_runs $<TARGET_FILE_DIR:test_tools>/timed_runs)
set(generated_outputs $<TARGET_FILE_DIR:test_tools>/generated_outputs)

part(unit                       unit        900 promfile_tests)
part(architecture               style        60 architecture_test.py)
part(format                     style       120 style/format.sh)
part(clang_tidy                 style      1800 style/clang_tidy.py ${CMAKE_BINARY_DIR})
part(workflow                   style        60 style/workflow_test.py)
part(shell_scripts              style       120 style/shell_scripts.sh)
part(python_scripts             style       120 style/python_scripts.sh)
part(single_byte_tables         unit        120 input/single_byte_tables.py
     --check ${PROJECT_SOURCE_DIR}/src/input/single_byte_tables.cpp)

part(command                    command     900 cli/command_test.py)
part(command_store              command     120 input/command_store_test.py)
part(republish                  command     600 run/republish_test.py)
part(print_rules                command     600 rules/print_rules_test.py)
part(sample_programs            command     300 samples/programs_test.py)
part(samples                    command     300 samples/samples_test.py)
part(readme                     command      60 samples/readme_test.py)
part(corpus                     command     600 rules/corpus_test.py)
part(short_rules                command      60 rules/short_rules_test.py)
part(suggest                    command     300 suggest/suggest_test.py)
part(suggest_metrics            command     300 suggest/metrics_test.py)
part(suggest_score              command     600 suggest/score_test.py)
part(suggest_random             command     900 suggest/property_test.py)

part(publish_faults             faults      900 faults/publish_test.py ${publish})
part(publish_kill_faults        faults      900 faults/publish_kill_test.py ${publish})
part(store_faults               faults      600 faults/store_test.py $<TARGET_FILE:promfile>)
part(exporter_faults            faults      900 faults/exporter_test.py ${publish})
part(program_faults             faults      900 faults/program_test.py $<TARGET_FILE:promfile>
     $<TARGET_FILE:failing_memory>)

# The quick forms of long runs; tests/faults/README.md has them all.
part(errno_sweep                faults      600 faults/errno_sweep.py $<TARGET_FILE:promfile> --quick)
part(signal_sweep               faults      300 faults/signal_sweep.py $<TARGET_FILE:promfile> --quick)
part(short_counts               faults      300 faults/short_counts.py $<TARGET_FILE:promfile>
     $<TARGET_FILE:short_counts>)
part(power_cut                  faults      300 faults/power_cut.py $<TARGET_FILE:promfile> --quick)
part(hostile_inputs             faults      600 faults/hostile_inputs.py $<TARGET_FILE:promfile>
     ${timed_runs} ${dump} --quick)
part(outputs                    faults      600 faults/outputs.py ${generated_outputs} --quick)
part(week                       faults      600 faults/week.py ${timed_runs} --quick)
part(memory_limits              faults      300 faults/memory_limits.py $<TARGET_FILE:promfile> --quick)
part(race                       faults      300 faults/race.py $<TARGET_FILE:promfile> --quick)

# Beside libsensors, node_exporter, and a driver that blocks.
part(sensors_buses              sensors      60 sensors/compare_lm_sensors.py ${dump} ${tree}/buses.tree)
part(sensors_raspberry_pi       sensors      60 sensors/compare_lm_sensors.py ${dump} ${tree}/raspberry_pi.tree)
part(sensors_server             sensors      60 sensors/compare_lm_sensors.py ${dump} ${tree}/server.tree)
part(sensors_configured         sensors      60 sensors/compare_lm_sensors.py ${dump} ${tree}/server.tree
     ${tree}/server.conf)
part(sensors_configured_machine sensors      60 sensors/compare_lm_sensors.py ${dump} ${tree}/server.tree
     ${tree}/server.conf ${tree}/sensors.d)
part(sensors_node_exporter      sensors      60 sensors/compare_node_exporter.py ${dump} ${tree}/server.tree
     ${tree}/server.node_exporter.prom)
part(sensors_blocking_driver    sensors     120 sensors/blocking_driver.sh ${dump})

part(hostile_stores             end-to-end 1200 property/hostile_test.py)
part(stack_files                end-to-end  300 stack/stack_test.py)
part(situations                 end-to-end 1200 stack/situations_test.py)
part(dashboard_types            end-to-end  600 stack/dashboard_types_test.py)
part(kubernetes_types           end-to-end  600 stack/kubernetes_types_test.py)
part(end_to_end                 end-to-end 1200 e2e/e2e_test.py)

part(manual                     package     120 package/manual_test.py)
part(setup                      package     900 package/setup.sh)
part(debian_13                  package    1800 package/debian_13.sh)
if(PROMFILE_STATIC)
  part(static_binary            package      60 package/static_binary.sh)
  part(package_build            package     900 ${CMAKE_COMMAND} --build ${CMAKE_BINARY_DIR} --target package)
  part(package_content          package     600 package/content.sh)
  part(package_dpkg             package     900 package/dpkg.sh)
  part(package_systemd          package     900 package/systemd.sh)
  part(package_boot             package     900 package/boot.sh)
  part(package_cron             package     900 package/cron.sh)
  part(package_ansible          package    1200 package/ansible.sh)
  part(package_chroot           package     900 package/chroot.sh)
  part(package_image            package     300 package/image.sh)
  part(package_arm64            package    1800 package/arm64.sh)
endif()

part(bench_quick                bench       900 bench/run.sh --quick --promfile $<TARGET_FILE:promfile>)

# Those that install packages or make trees of Debian run one at a time, so do those that start
# servers. What compiles takes two processors; what measures times runs alone.
set_property(TEST setup debian_13 PROPERTY RESOURCE_LOCK debian)
set_property(TEST exporter_faults race outputs sensors_node_exporter hostile_stores end_to_end
  PROPERTY RESOURCE_LOCK ports)
set_property(TEST debian_13 clang_tidy PROPERTY PROCESSORS 2)
set_property(TEST bench_quick sensors_blocking_driver PROPERTY RUN_SERIAL ON)
if(PROMFILE_STATIC)
  set(packages package_content package_dpkg package_systemd package_boot package_ansible package_cron package_chroot package_image
    package_arm64)
  set_property(TEST ${packages} PROPERTY FIXTURES_REQUIRED package)
  set_property(TEST ${packages} PROPERTY RESOURCE_LOCK debian)
  set_property(TEST package_build PROPERTY FIXTURES_SETUP package)
  set_property(TEST package_build package_arm64 PROPERTY PROCESSORS 2)
endif()

# The second compiler, whose binaries end where memory is misused or behaviour is undefined, with
# an exit status of its own.
if(NOT PROMFILE_SANITIZE)
  set(clang ${CMAKE_BINARY_DIR}/clang)
  part(clang_build              sanitizers 2400 sanitizers/build.sh ${clang})
  part(clang_unit               sanitizers 1800 ${CMAKE_COMMAND} -E env ${clang}/promfile_tests)
  part(clang_command            sanitizers 1800 cli/command_test.py)
  part(clang_command_store      sanitizers  600 input/command_store_test.py)
  part(clang_rules              sanitizers 1200 rules/print_rules_test.py)
  part(fuzz                     sanitizers  600 fuzz/run.sh ${clang})
  set_property(TEST clang_build PROPERTY FIXTURES_SETUP clang)
  set_property(TEST clang_build PROPERTY PROCESSORS 2)
  set(sanitized clang_unit clang_command clang_command_store clang_rules fuzz)
  set_property(TEST ${sanitized} PROPERTY FIXTURES_REQUIRED clang)
  set_property(TEST ${sanitized} PROPERTY ENVIRONMENT
    PROMFILE=${clang}/promfile ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99)
endif()
