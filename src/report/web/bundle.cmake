# cmake -D WEB=… -D MADE=… [-D NODE=… -D NPM=…] -P bundle.cmake: MADE/echarts.js, with its licences on top, or an empty
# file.
set(out "${MADE}/echarts.js")
file(MAKE_DIRECTORY "${MADE}")

function(give_up why)
  file(WRITE "${out}" "")
  message(STATUS "paidan: reports will have static charts only (${why})")
endfunction()

if(NOT NPM)
  give_up("no node and npm, or PAIDAN_REPORT_CHARTS is OFF")
  return()
endif()
foreach(name IN ITEMS package.json package-lock.json echarts_entry.js)
  configure_file("${WEB}/${name}" "${MADE}/${name}" COPYONLY)
endforeach()
execute_process(
  COMMAND "${NPM}" ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error --fetch-retries=1
          --fetch-timeout=30000
  WORKING_DIRECTORY "${MADE}" TIMEOUT 300 RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE why)
if(failed)
  string(REGEX REPLACE "\n.*" "" why "${why}")
  give_up("npm ci: ${why}")
  return()
endif()
execute_process(
  COMMAND "${NODE}" node_modules/esbuild/bin/esbuild echarts_entry.js --bundle --minify --charset=ascii --format=iife
          --target=es2020 --legal-comments=none --log-level=error --outfile=bundled.js
  WORKING_DIRECTORY "${MADE}" RESULT_VARIABLE failed ERROR_VARIABLE why)
if(failed)
  give_up("esbuild: ${why}")
  return()
endif()

# The licences ask for their texts and notices to travel along.
set(licences "Apache ECharts, minified, with ZRender and tslib.\n\n")
foreach(name IN ITEMS echarts/NOTICE echarts/LICENSE echarts/licenses/LICENSE-d3 zrender/LICENSE tslib/LICENSE.txt)
  file(READ "${MADE}/node_modules/${name}" text)
  string(APPEND licences "---- ${name}\n\n${text}\n\n")
endforeach()
string(REPLACE "*/" "* /" licences "${licences}")
file(READ "${MADE}/bundled.js" script)
file(WRITE "${out}" "/*!\n${licences}*/\n${script}")
