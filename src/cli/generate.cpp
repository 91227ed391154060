#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <memory>

#include "paidan/core/error.hpp"
#include "paidan/io/street_io.hpp"
#include "paidan/sim/generate.hpp"
#include "src/cli/commands.hpp"
#include "src/cli/output.hpp"
#include "src/cli/progress.hpp"

namespace paidan::cli {

void add_generate(CLI::App& app, Common& common) {
  struct Arguments {
    std::string family, place, format = "csv";
    std::uint64_t seed = 1;
    double scale = 1;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("generate", "Write a synthetic street to try things on 生成示例");
  command->add_option("FAMILY", arguments->family, "street, storm or city")
      ->required()
      ->check(CLI::IsMember({"street", "storm", "city"}));
  command->add_option("-o", arguments->place, "Directory for the bundle, or a .json file")->required();
  command->add_option("--format", arguments->format, "csv: a directory of tables; json: one document")
      ->check(CLI::IsMember({"csv", "json"}));
  command->add_option("--seed", arguments->seed, "Another seed, another street")
      ->capture_default_str()
      ->check(not_negative);
  command->add_option("--scale", arguments->scale, "1 = the family's own size; city: 1,000,000 demands")
      ->check(CLI::Range(0.001, 1000.0));
  command->add_option("--lang", common.language, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  command->callback([arguments, &common] {
    std::filesystem::path place(arguments->place);
    const bool one_file = place.extension() == ".json", json = one_file || arguments->format == "json";
    if (one_file) {
      check_output_file("-o", place.string());
    } else {
      check_output_directory("-o", place.string());
    }
    if (json && !one_file) place /= "bundle.json";
    sim::GenerateOptions options;
    options.seed = arguments->seed;
    options.scale_thousandths = static_cast<std::int64_t>(arguments->scale * 1000 + 0.5);
    constexpr std::array<Phase, 2> phases{{{"make", {"生成", "making"}}, {"write", {"写出", "writing"}}}};
    Progress progress(phases, common.lang());
    progress.begin("make");
    const Street street = arguments->family == "storm"  ? sim::generate_storm(options)
                          : arguments->family == "city" ? sim::generate_city(options)
                                                        : sim::generate_street(options);
    progress.begin("write");
    if (json) {
      io::write_street_json(street, place);
    } else {
      io::write_street_csv(street, place);
    }
    progress.finish();
    fmt::print(
        fmt::runtime(common.lang() == Language::zh
                         ? "{}：社区 {}，网格 {}，组织 {}，社工 {}，需求 {}；文件在 {}\n"
                         : "{}: {} communities, {} grids, {} organisations, {} workers, {} demands; written to {}\n"),
        street.name, street.communities.size(), street.grids.size(), street.organisations.size(), street.workers.size(),
        street.demands.size(), place.string());
  });
}

}  // namespace paidan::cli
