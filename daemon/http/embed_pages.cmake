# Makes an assembly file and a table out of a folder of files, each plain, gzip and brotli, to be linked into a program.
#
#   cmake -DFOLDER=web/dist -DFILES=index.html,assets/a.js -DOUT=build/pages -P embed_pages.cmake
#
# Assembly with .incbin, because a compiler takes seconds for an array of two megabytes and the assembler nothing.

cmake_minimum_required(VERSION 3.25)
string(REPLACE "," ";" FILES "${FILES}")
list(SORT FILES)

set(type_of_html "text/html; charset=utf-8")
set(type_of_js "text/javascript; charset=utf-8")
set(type_of_css "text/css; charset=utf-8")
set(type_of_svg "image/svg+xml")
set(type_of_png "image/png")
set(type_of_ico "image/x-icon")
set(type_of_json "application/json")
set(type_of_webmanifest "application/manifest+json")
set(type_of_txt "text/plain; charset=utf-8")
set(type_of_woff2 "font/woff2")

set(assembly "    .section .rodata\n")
set(declarations "")
set(rows "")
set(number 0)

function(add_bytes symbol file)
  string(APPEND assembly
    "    .global ${symbol}_begin\n    .global ${symbol}_end\n${symbol}_begin:\n"
    "    .incbin \"${file}\"\n${symbol}_end:\n    .byte 0\n")
  string(APPEND declarations "extern const char ${symbol}_begin[];\nextern const char ${symbol}_end[];\n")
  set(assembly "${assembly}" PARENT_SCOPE)
  set(declarations "${declarations}" PARENT_SCOPE)
endfunction()

file(MAKE_DIRECTORY ${OUT})
find_program(brotli brotli)
foreach(name IN LISTS FILES)
  math(EXPR number "${number} + 1")
  set(symbol "blend_page_${number}")
  set(plain ${FOLDER}/${name})
  set(packed ${OUT}/${number})
  file(SHA256 ${plain} hash)
  string(SUBSTRING ${hash} 0 32 hash)
  string(REGEX REPLACE ".*\\." "" ending "${name}")
  if(DEFINED type_of_${ending})
    set(type "${type_of_${ending}}")
  else()
    set(type "application/octet-stream")
  endif()

  execute_process(COMMAND gzip -9 -n -c ${plain} OUTPUT_FILE ${packed}.gz COMMAND_ERROR_IS_FATAL ANY)
  if(brotli)
    execute_process(COMMAND ${brotli} -q 11 -f -o ${packed}.br ${plain} COMMAND_ERROR_IS_FATAL ANY)
  else() # a page is only sent in a form that is shorter than itself
    configure_file(${plain} ${packed}.br COPYONLY)
  endif()
  file(SIZE ${plain} plain_size)
  add_bytes(${symbol} ${plain})
  set(row "    {\"/${name}\", \"${type}\", \"\\\"${hash}\\\"\", between(${symbol}_begin, ${symbol}_end)")
  foreach(ending gz br)
    file(SIZE ${packed}.${ending} size)
    if(size LESS plain_size)
      add_bytes(${symbol}_${ending} ${packed}.${ending})
      string(APPEND row ", between(${symbol}_${ending}_begin, ${symbol}_${ending}_end)")
    else()
      string(APPEND row ", {}")
    endif()
  endforeach()
  string(APPEND rows "${row}},\n")
endforeach()

# Without the last line the linker would make the stack of the program executable.
file(WRITE ${OUT}/page_bytes.S "${assembly}    .section .note.GNU-stack,\"\",%progbits\n")
file(WRITE ${OUT}/page_table.cpp "#include \"daemon/http/pages.hpp\"

extern \"C\" {
${declarations}}

namespace blend::http {

namespace {

std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

const Page all[] = {
${rows}};

} // namespace

std::span<const Page> pages() { return all; }

} // namespace blend::http
")
