# The pages' styles and scripts, built into the library: generates assets.cpp for the target `paidan_report`.
#
# Apache ECharts comes from npm when node and npm are there and the registry (or npm's cache) answers; otherwise the
# library is built without it and its reports say so. PAIDAN_REPORT_CHARTS=OFF never asks.
option(PAIDAN_REPORT_CHARTS "Build Apache ECharts from npm into the reports (falls back to static charts)" ON)

set(web "${CMAKE_CURRENT_SOURCE_DIR}/report/web")
set(made "${CMAKE_CURRENT_BINARY_DIR}/report_web")
find_program(PAIDAN_NODE NAMES node nodejs)
find_program(PAIDAN_NPM NAMES npm)
mark_as_advanced(PAIDAN_NODE PAIDAN_NPM)
set(node "")
if(PAIDAN_REPORT_CHARTS AND PAIDAN_NODE AND PAIDAN_NPM)
  set(node -D "NODE=${PAIDAN_NODE}" -D "NPM=${PAIDAN_NPM}")
endif()

# An empty bundle is what a failed attempt leaves: configuring again tries again.
set(bundle "${made}/echarts.js")
if(EXISTS "${bundle}")
  file(SIZE "${bundle}" bundle_size)
  if(bundle_size EQUAL 0)
    file(REMOVE "${bundle}")
  endif()
endif()
add_custom_command(
  OUTPUT "${bundle}"
  COMMAND "${CMAKE_COMMAND}" ${node} -D "WEB=${web}" -D "MADE=${made}" -P "${web}/bundle.cmake"
  DEPENDS "${web}/bundle.cmake" "${web}/package.json" "${web}/package-lock.json" "${web}/echarts_entry.js"
  COMMENT "Apache ECharts for the reports"
  VERBATIM)

set(pages report.css page.js charts.js table.js map.js)
list(TRANSFORM pages PREPEND "${web}/")
add_custom_command(
  OUTPUT "${made}/assets.cpp"
  COMMAND "${CMAKE_COMMAND}" -D "WEB=${web}" -D "MADE=${made}" -P "${web}/embed.cmake"
  DEPENDS "${web}/embed.cmake" "${bundle}" ${pages}
  COMMENT "Styles and scripts of the reports"
  VERBATIM)
target_sources(paidan_report PRIVATE "${made}/assets.cpp")
# One file is one string literal, longer than the 65,536 characters that every compiler must take; these two take more.
set_source_files_properties("${made}/assets.cpp" PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
