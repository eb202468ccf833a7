import AssayCore

/// The names that one part of a request has, each of which a policy may replace.
protocol Renaming: Sendable {
    /// Each name under the key that it has in `given.policy`, in the order of the documentation.
    static var names: [(key: String, path: any WritableKeyPath<Self, String> & Sendable)] { get }
}

extension QueryNames: Renaming {
    static var names: [(key: String, path: any WritableKeyPath<QueryNames, String> & Sendable)] {
        [
            ("from", \.from), ("to", \.to), ("recipient", \.recipient), ("campaign", \.campaign), ("channel", \.channel),
            ("sender", \.sender), ("status", \.status),
        ]
    }
}

extension BodyNames: Renaming {
    static var names: [(key: String, path: any WritableKeyPath<BodyNames, String> & Sendable)] {
        [("emails", \.emails), ("from", \.from), ("timezone", \.timeZone), ("external_id", \.externalID)]
    }
}

extension SettingForm where Value: Renaming {
    /// A map from keys to names; keys that it leaves out keep `initial`'s names.
    static func renaming(_ initial: Value) -> SettingForm {
        let keys = Value.names.map(\.key)
        return SettingForm(
            allowed: "a map that renames some of \(keys.joined(separator: ", "))",
            written: { names in .object(Value.names.map { .init($0.key, .string(names[keyPath: $0.path])) }) }
        ) { value throws(UnfitValue) in
            guard case .object(let members) = value else { throw UnfitValue() }
            var names = initial
            for member in members {
                guard let known = Value.names.first(where: { $0.key.utf8.elementsEqual(member.name.utf8) }) else {
                    throw UnfitValue(
                        below: [member.name], message: "there is nothing called '\(member.name)' to rename",
                        fix: nearestName(to: member.name, among: keys).map { "did you mean '\($0)'?" }
                            ?? "the names are \(keys.joined(separator: ", "))")
                }
                guard let name = member.value.string, !name.isEmpty else {
                    throw UnfitValue(below: [member.name], message: "must be a name, not \(member.value.shown)")
                }
                names[keyPath: known.path] = name
            }
            if let name = twiceUsed(in: names) {
                throw UnfitValue(message: "gives the name '\(name)' to two things", fix: "rename the other one too")
            }
            return names
        }
    }

    private static func twiceUsed(in names: Value) -> String? {
        var seen: Set<[UInt8]> = []
        for (_, path) in Value.names where !seen.insert(Array(names[keyPath: path].utf8)).inserted {
            return names[keyPath: path]
        }
        return nil
    }
}
