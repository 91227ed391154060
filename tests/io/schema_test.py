"""docs/street.schema.json takes every good sample and every file given, and no bad one. Usage: schema_test.py SOURCE_DIR [FILE…]"""
import copy
import json
import sys

from jsonschema import Draft202012Validator


def parent_and_key(document, path):
    *steps, key = [s.replace("~1", "/").replace("~0", "~") for s in path.split("/")[1:]]
    for step in steps:
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document, (key if isinstance(document, dict) or key == "-" else int(key))


def patched(document, patch):  # RFC 6902, as far as the samples use it
    document = copy.deepcopy(document)
    for step in patch:
        value = step.get("value")
        if step["op"] == "move":
            parent, key = parent_and_key(document, step["from"])
            value = parent.pop(key)
        parent, key = parent_and_key(document, step["path"])
        if step["op"] == "remove":
            parent.pop(key)
        elif key == "-":
            parent.append(value)
        else:
            parent[key] = value
    return document


def main():
    source, files = sys.argv[1], sys.argv[2:]
    with open(f"{source}/docs/street.schema.json", encoding="utf-8") as file:
        schema = json.load(file)
    with open(f"{source}/tests/io/street_samples.json", encoding="utf-8") as file:
        samples = json.load(file)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    faults = 0
    for verdict in ("good", "bad"):
        for sample in samples[verdict]:
            errors = list(validator.iter_errors(patched(samples["street"], sample["patch"])))
            if bool(errors) != (verdict == "bad"):
                faults += 1
                print(f"{verdict} sample \"{sample['name']}\":", errors[0].message if errors else "taken")
    for name in files:
        with open(name, encoding="utf-8") as file:
            for error in validator.iter_errors(json.load(file)):
                faults += 1
                print(f"{name}: {error.json_path}: {error.message}")
    print(f"{len(samples['good'])} good and {len(samples['bad'])} bad samples, {len(files)} files, {faults} faults")
    return 1 if faults else 0


sys.exit(main())
