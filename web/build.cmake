# Installs what package-lock.json names, unless it is there, and builds the pages. Several build folders share this
# source folder, hence the lock.
cmake_minimum_required(VERSION 3.25)
file(LOCK ${CMAKE_CURRENT_LIST_DIR}/.build.lock GUARD PROCESS)

set(ENV{PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD} 1)
set(installed ${CMAKE_CURRENT_LIST_DIR}/node_modules/.package-lock.json)
# True also when there is nothing installed.
if(${CMAKE_CURRENT_LIST_DIR}/package-lock.json IS_NEWER_THAN ${installed})
  execute_process(COMMAND ${NPM} ci --ignore-scripts --prefer-offline --loglevel=error
    WORKING_DIRECTORY ${CMAKE_CURRENT_LIST_DIR} COMMAND_ERROR_IS_FATAL ANY)
endif()
execute_process(COMMAND ${NPM} run --silent build -- --logLevel warn
  WORKING_DIRECTORY ${CMAKE_CURRENT_LIST_DIR} COMMAND_ERROR_IS_FATAL ANY)
