// Files appear together or not at all, and whoever reads the error knows which one it was.
#include "paidan/io/files.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <stdexcept>

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

TEST_CASE("files written piece by piece, one after the other") {
  const Scratch scratch;
  const fs::path a = scratch.directory / "a.txt", b = scratch.directory / "b.txt", c = scratch.directory / "c.txt";
  {
    io::StagedFiles staged;
    staged.start(a);
    for (const char* piece : {"one", "", ", two"}) staged.append(piece);
    staged.start(b);
    staged.start(c);
    staged.append("three");
    staged.commit();
  }
  CHECK(io::read_file(a) == "one, two");
  CHECK(io::read_file(b).empty());
  CHECK(io::read_file(c) == "three");
  CHECK(scratch.count() == 3);
  {
    io::StagedFiles staged;
    staged.start(a);
    staged.append("half a fi");
  }
  CHECK_THROWS_AS(io::StagedFiles().append("of no file"), std::logic_error);
  CHECK(io::read_file(a) == "one, two");
  CHECK(scratch.count() == 3);
}

TEST_CASE("a full disk is an error that names the file") {
  if (!fs::exists("/dev/full")) return;
  const Scratch scratch;
  const fs::path file = scratch.directory / "a.txt";
  const auto write = [&] {
    io::StagedFiles staged;
    fs::create_symlink("/dev/full", scratch.directory / ".a.txt.part");
    staged.start(file);
    staged.append("one");
  };
  CHECK(said(write) == file.string() + ": cannot write this file: No space left on device");
  CHECK(scratch.count() == 0);
}

TEST_CASE("a digest is that of all pieces together, and of all so far") {
  io::Sha256 digest;  // FIPS 180-4's examples
  CHECK(digest.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (const char* piece : {"a", "", "bc"}) digest.add(piece);
  CHECK(digest.hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  digest.add("dbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq");
  CHECK(digest.hex() == io::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"));
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
