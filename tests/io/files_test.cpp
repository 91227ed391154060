// Files appear together or not at all, and whoever reads the error knows which one it was.
#include "paidan/io/files.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include "paidan/core/error.hpp"

using namespace paidan;
namespace fs = std::filesystem;

namespace {

struct Scratch {
  fs::path directory = fs::temp_directory_path() / ("paidan_files_" + std::to_string(::getpid()));
  Scratch() { fs::create_directories(directory); }
  ~Scratch() { fs::remove_all(directory); }
  [[nodiscard]] std::ptrdiff_t count() const { return std::distance(fs::directory_iterator(directory), {}); }
};

// What the error says; empty if there is none.
template <class Call>
std::string said(Call&& call) {
  try {
    call();
  } catch (const Error& e) {
    CHECK(e.kind() == Error::Kind::resource);
    return e.what();
  }
  return {};
}

}  // namespace

TEST_CASE("committed files are there, in directories that are made for them; nothing else is left") {
  const Scratch scratch;
  const fs::path a = scratch.directory / "a.txt", b = scratch.directory / "new" / "er" / "b.txt";
  {
    io::StagedFiles staged;
    staged.add(a, "one");
    staged.add(b, "two");
    CHECK(!fs::exists(a));
    staged.commit();
  }
  CHECK(io::read_file(a) == "one");
  CHECK(io::read_file(b) == "two");
  CHECK(std::distance(fs::directory_iterator(b.parent_path()), {}) == 1);
  CHECK(scratch.count() == 2);
}

TEST_CASE("files that are not committed are gone, and so are the directories made for them") {
  const Scratch scratch;
  {
    io::StagedFiles staged;
    staged.add(scratch.directory / "new" / "er" / "a.txt", "one");
  }
  CHECK(scratch.count() == 0);
}

TEST_CASE("a directory that is not empty stands where a file shall go: no file appears, and the error names it") {
  const Scratch scratch;
  const fs::path taken = scratch.directory / "b.txt";
  fs::create_directories(taken / "inner");
  const auto write = [&] { io::write_files(scratch.directory, {{"a.txt", "one"}, {"b.txt", "two"}}); };
  CHECK(said(write) == taken.string() + ": cannot replace this directory by a file: Is a directory");
  CHECK(scratch.count() == 1);
}

TEST_CASE("a rename that fails: the error names the file, and what was staged is gone") {
  const Scratch scratch;
  const fs::path lost = scratch.directory / "b.txt";
  const auto write = [&] {
    io::StagedFiles staged;
    staged.add(scratch.directory / "a.txt", "one");
    staged.add(lost, "two");
    staged.add(scratch.directory / "c.txt", "three");
    fs::remove(scratch.directory / ".b.txt.part");
    staged.commit();
  };
  CHECK(said(write) == lost.string() + ": cannot write this file: No such file or directory");
  CHECK(scratch.count() == 1);  // a.txt, whole
}

TEST_CASE("a place below a file cannot be made, and the error names it") {
  const Scratch scratch;
  io::write_files(scratch.directory, {{"a.txt", "one"}});
  const auto write = [&] { io::write_files(scratch.directory / "a.txt" / "b", {{"c.txt", "two"}}); };
  CHECK(said(write) == (scratch.directory / "a.txt" / "b").string() + ": cannot make this directory: Not a directory");
  CHECK(io::read_file(scratch.directory / "a.txt") == "one");
}
