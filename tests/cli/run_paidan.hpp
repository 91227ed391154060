// Runs the command line as a person does and keeps what it said. One test file a command.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace paidan::test {

struct Run {
  int exit_code = -1;  // −1: it was ended by a signal
  std::string out, err;
};

// A new, empty directory for one test; gone when the test is over.
class Scratch {
 public:
  Scratch() {
    static int count = 0;
    directory_ = std::filesystem::temp_directory_path() /
                 ("paidan_cli_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
    std::filesystem::create_directories(directory_);
  }
  ~Scratch() { std::filesystem::remove_all(directory_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] std::string path(const std::string& name) const { return (directory_ / name).string(); }
  std::string write(const std::string& name, const std::string& content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }
  [[nodiscard]] bool has(const std::string& name) const { return std::filesystem::exists(directory_ / name); }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::size_t file_count() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(directory_), {}));
  }

 private:
  std::filesystem::path directory_;
};

// `paidan` with these arguments, each one word for the shell whatever it holds, and `input` on its standard input.
inline Run run_paidan(const std::vector<std::string>& arguments, const std::string& input = "") {
  const Scratch scratch;
  std::string command = "'" PAIDAN_CLI "'";
  for (const std::string& a : arguments) {
    command += " '";
    for (char c : a) command += c == '\'' ? "'\\''" : std::string(1, c);
    command += "'";
  }
  command += " <'" + scratch.write("in", input) + "' >'" + scratch.path("out") + "' 2>'" + scratch.path("err") + "'";
  const int status = std::system(command.c_str());
  return Run{WIFEXITED(status) ? WEXITSTATUS(status) : -1, scratch.read("out"), scratch.read("err")};
}

}  // namespace paidan::test
