// compare: paidan and its peers on the same instances, in the same run. `compare --help` lists the options.
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "bench/compare/child.hpp"
#include "bench/compare/pages.hpp"
#include "bench/program/command_line.hpp"
#include "bench/transport/flat.hpp"

using namespace paidan;
using namespace paidan::bench;

namespace {

struct Options {
  std::vector<std::string> families;
  bool all = false, skip = false, peers_only = false;
  std::vector<std::string> peers{"lemon-ns", "lemon-cs", "boost-ssp"};
  double scale = 1;
  std::uint64_t seed = 1;
  Repeat repeat;
  OwnOptions own;
  unsigned more_threads = 0;
  std::string json, html, markdown, peer_cache;
};

// What peers took, kept in a JSON file between runs while only paidan changes.
class PeerCache {
 public:
  explicit PeerCache(std::string file) : file_(std::move(file)) {
    std::ifstream in(file_);
    if (file_.empty() || !in) return;
    cache_ = nlohmann::json::parse(in);
  }
  [[nodiscard]] bool find(const std::string& key, double limit, Measurement& m) const {
    if (file_.empty() || !cache_.contains(key)) return false;
    const nlohmann::json& entry = cache_.at(key);
    m = entry.at("measurement").get<Measurement>();
    m.cached = true;
    return m.outcome != Measurement::Outcome::stopped || entry.at("limit").get<double>() >= limit;
  }
  void keep(const std::string& key, double limit, const Measurement& m) {
    if (file_.empty() || m.outcome == Measurement::Outcome::failed) return;
    cache_[key] = {{"limit", limit}, {"measurement", m}};
    std::ofstream(file_) << cache_.dump(1) << '\n';
  }

 private:
  std::string file_;
  nlohmann::json cache_ = nlohmann::json::object();
};

// Successive shortest paths run a Dijkstra over all edges for every unit: this many edge visits take more than 300 s.
bool hopeless(const peers::TransportArrays& arrays, peers::Method method) {
  double units = 0;
  for (const std::int64_t d : arrays.demand) units += static_cast<double>(d);
  return method == peers::Method::boost_successive_shortest_path &&
         units * static_cast<double>(arrays.edge_leaf.size()) > 6e10;
}

Row run(const Family& family, const Options& options) {
  PeerCache cache(options.peer_cache);
  Row row;
  row.family = family;
  row.scale = Scale{static_cast<std::uint64_t>(std::llround(options.scale * 1e6))};
  const peers::TransportArrays arrays = flatten(family.make(row.scale, options.seed));
  row.orders = arrays.demand.size();
  row.leaves = arrays.leaf_count;
  row.groups = arrays.group_count;
  row.edges = arrays.edge_leaf.size();
  if (options.peers_only) {
    row.own.outcome = Measurement::Outcome::skipped;
  } else {
    row.own = measure_paidan(arrays, options.own, options.repeat);
  }
  row.more_threads.outcome = Measurement::Outcome::skipped;
  if (options.more_threads > 0 && row.own.answered()) {
    row.threads = options.more_threads;
    row.more_threads = measure_paidan(arrays, {options.own.algorithm, options.more_threads}, options.repeat);
  }
  const std::string instance = options.peer_cache.empty()
                                   ? ""
                                   : fmt::format("{} {:016x} {} ", family.name, instance_digest(arrays),
                                                 options.repeat.clock == peers::Clock::cpu ? "cpu" : "wall");
  for (const peers::Method method : peers::all_methods) {
    if (std::find(options.peers.begin(), options.peers.end(), peers::name(method)) == options.peers.end()) continue;
    Measurement m;
    const std::string key = instance + std::string(peers::name(method));
    if (options.skip && hopeless(arrays, method)) {
      m.outcome = Measurement::Outcome::skipped;
      m.algorithm = peers::name(method);
    } else if (!cache.find(key, options.repeat.limit_seconds, m)) {
      m = measure_peer(arrays, method, options.repeat);
      cache.keep(key, options.repeat.limit_seconds, m);
    }
    row.peers.push_back(std::move(m));
  }
  row.disagreement = compare_answers(row);
  return row;
}

// In a child of its own: what a method needs of memory does not depend on the families before.
Row run_apart(const Family& family, const Options& options) {
  const ChildEnd end = in_child([&] {
    try {
      return nlohmann::json(run(family, options)).dump();
    } catch (const std::exception& e) {
      return nlohmann::json(e.what()).dump();
    }
  });
  if (!end.fault.empty()) throw std::runtime_error(fmt::format("{}: {}", family.name, end.fault));
  const auto answer = nlohmann::json::parse(end.text);
  if (answer.is_string()) throw std::runtime_error(fmt::format("{}: {}", family.name, answer.get<std::string>()));
  return answer.get<Row>();
}

void write(const std::string& file, const std::string& text) {
  if (file.empty()) return;
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.flush();
  if (!out) throw std::runtime_error(file + ": cannot be written");
}

std::string families_list() {
  std::string text = "Families:\n";
  for (const Family& f : families()) text += fmt::format("  {:<13} {}\n", f.name, f.shape);
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CommandLine line("Runs paidan and its peers on the same instances and prints one table.", "compare");
  line.footer(families_list())
      .add("families", &options.families, "Names of families (default: small and medium ones)")
      .add("--all", &options.all, "Every family")
      .add("--peers", &options.peers, "lemon-ns, lemon-cs, boost-ssp or none")
      .add("--scale", &options.scale, "Shrinks every family: 0.01 = a hundredth", {1e-6, 1.0})
      .add("--seed", &options.seed, "Another instance of each family")
      .add("--runs", &options.repeat.runs, "Runs of each method; the median counts", {1, 99})
      .add("--limit", &options.repeat.limit_seconds, "Seconds (of --clock) after which a method is stopped")
      .add_clock(options.repeat.clock)
      .add("--algorithm", &options.own.algorithm, "paidan's algorithm")
      .add("--threads", &options.own.threads, "paidan's threads")
      .add("--more-threads", &options.more_threads,
           "Runs paidan again with so many threads: how much faster, and is it the same plan?")
      .add("--skip", &options.skip, "Leave out a peer where it cannot end within the limit by far")
      .add("--peers-only", &options.peers_only, "Leaves paidan out: fills the cache")
      .add("--peer-cache", &options.peer_cache, "Keeps the peers' results in this file and reuses them")
      .add("--json", &options.json, "Writes the rows to this file")
      .add("--html", &options.html, "Writes a chart to this file")
      .add("--markdown", &options.markdown, "Writes the table to this file");
  if (const auto end = line.parse(argc, argv)) return *end;

  std::vector<const Family*> chosen;
  if (options.all) options.families.clear();
  for (const std::string& name : options.families) {
    chosen.push_back(find_family(name));
    if (chosen.back() != nullptr) continue;
    fmt::print(stderr, "compare: no family \"{}\". {}", name, families_list());
    return 2;
  }
  if (chosen.empty()) {
    for (const Family& f : families()) {
      const bool small = f.name == "storm" || f.name == "street" || f.name == "bulk" || f.name == "machol";
      if (options.all || small) chosen.push_back(&f);
    }
  }
  std::string command = "compare";
  for (int i = 1; i < argc; ++i) command += fmt::format(" {}", argv[i]);

  try {
    std::vector<Row> rows;
    bool agree = true;
    fmt::print("{}\n", text_header());
    for (const Family* family : chosen) {
      rows.push_back(run_apart(*family, options));
      fmt::print("{}\n", text_line(rows.back()));
      std::fflush(stdout);
      agree = agree && rows.back().disagreement.empty();
    }
    for (const std::string& what : shortfalls(rows)) fmt::print("not reached: {}\n", what);
    const Circumstances where = circumstances(command);
    write(options.json, options.json.empty() ? "" : as_json(rows, where).dump(1) + "\n");
    write(options.html, chart_html(rows, where));
    write(options.markdown, markdown(rows, where));
    return agree ? 0 : 1;
  } catch (const std::exception& e) {
    fmt::print(stderr, "compare: {}\n", e.what());
    return 3;
  }
}
