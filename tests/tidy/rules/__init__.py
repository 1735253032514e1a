"""All rules, by name. A rule is a function from a tree to its violations."""

from rules import functions, house, includes, source, text

RULES = {rule.__name__: rule for rule in (
    text.long_lines,
    text.long_files,
    text.trailing_whitespace,
    text.left_for_later,
    text.machine_paths,
    text.registry_hosts,
    text.scripts_parse,
    functions.long_functions,
    source.wall_clock,
    source.exposed_secrets,
    source.clang_format,
    includes.dependency_order,
    includes.house_plan,
    includes.light_headers,
    includes.simulator_apart,
    house.top_level,
    house.readmes,
)}
