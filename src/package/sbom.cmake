# The software bill of materials, SPDX 2.3 in JSON: promfile, and what its static binary holds of others,
# in the versions that it was built with. Sets `sbom` to the file.

execute_process(COMMAND ldd --version OUTPUT_VARIABLE libc_version ERROR_QUIET)
string(REGEX MATCH "[0-9]+\\.[0-9]+" libc_version "${libc_version}")

# name, version, licence, home
set(components
  "pugixml|${pugixml_VERSION}|MIT|https://pugixml.org/"
  "fmt|${fmt_VERSION}|MIT|https://fmt.dev/"
  "CLI11|${CLI11_VERSION}|BSD-3-Clause|https://github.com/CLIUtils/CLI11"
  "tomlplusplus|${tomlplusplus_VERSION}|MIT|https://marzer.github.io/tomlplusplus/"
  "libstdc++|${CMAKE_CXX_COMPILER_VERSION}|GPL-3.0-or-later WITH GCC-exception-3.1|https://gcc.gnu.org/"
  "glibc|${libc_version}|LGPL-2.1-or-later|https://www.gnu.org/software/libc/")

string(JSON document SET "{}" spdxVersion "\"SPDX-2.3\"")
function(set_member path value)
  string(JSON document SET "${document}" ${path} "${value}")
  set(document "${document}" PARENT_SCOPE)
endfunction()
set_member(dataLicense "\"CC0-1.0\"")
set_member(SPDXID "\"SPDXRef-DOCUMENT\"")
set_member(name "\"promfile-${PROJECT_VERSION}\"")
set_member(documentNamespace "\"urn:promfile:sbom:${PROJECT_VERSION}:${CMAKE_SYSTEM_PROCESSOR}\"")
string(TIMESTAMP created "%Y-%m-%dT%H:%M:%SZ" UTC)
set_member(creationInfo "{\"created\": \"${created}\", \"creators\": [\"Tool: CMake-${CMAKE_VERSION}\"]}")
set_member(packages "[]")
set_member(relationships "[]")

set(number 0)
foreach(component "promfile|${PROJECT_VERSION}|Apache-2.0|NOASSERTION" ${components})
  string(REPLACE "|" ";" fields "${component}")
  list(GET fields 0 name)
  list(GET fields 1 version)
  list(GET fields 2 licence)
  list(GET fields 3 home)
  if(version STREQUAL "")
    set(version NOASSERTION)
  endif()
  string(REGEX REPLACE "[^A-Za-z0-9.-]" "-" id "SPDXRef-Package-${name}")
  string(JSON document SET "${document}" packages ${number}
    "{\"SPDXID\": \"${id}\", \"name\": \"${name}\", \"versionInfo\": \"${version}\",
      \"downloadLocation\": \"${home}\", \"licenseConcluded\": \"${licence}\",
      \"licenseDeclared\": \"${licence}\", \"copyrightText\": \"NOASSERTION\", \"filesAnalyzed\": false}")
  if(number EQUAL 0)
    set(relation "{\"spdxElementId\": \"SPDXRef-DOCUMENT\", \"relationshipType\": \"DESCRIBES\",
                   \"relatedSpdxElement\": \"${id}\"}")
  else()
    set(relation "{\"spdxElementId\": \"SPDXRef-Package-promfile\", \"relationshipType\": \"STATIC_LINK\",
                   \"relatedSpdxElement\": \"${id}\"}")
  endif()
  string(JSON document SET "${document}" relationships ${number} "${relation}")
  math(EXPR number "${number} + 1")
endforeach()
set(sbom ${CMAKE_CURRENT_BINARY_DIR}/promfile.spdx.json)
file(CONFIGURE OUTPUT ${sbom} CONTENT "${document}\n" @ONLY)
