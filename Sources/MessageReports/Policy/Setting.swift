import AssayCore

/// One setting of the policy: what is published of it, and how `given.policy` changes it.
struct Setting: Sendable {
    var published: PolicySetting
    /// What may be written, to follow "must be".
    var allowed: String
    var apply: @Sendable (DataValue, inout Policy) throws(UnfitValue) -> Void

    /// - Parameters:
    ///   - examples: Other readings, where `form` does not list all that there are.
    ///   - clauses: The clauses of the specification that the setting decides.
    init<Value: Sendable>(
        _ name: String, _ property: any WritableKeyPath<Policy, Value> & Sendable, _ form: SettingForm<Value>,
        _ summary: String, examples: [DataValue], clauses: [String]
    ) {
        published = PolicySetting(
            name: name, summary: summary, default: form.written(Policy()[keyPath: property]), alternatives: examples,
            clauses: clauses)
        allowed = form.allowed
        apply = { value, policy throws(UnfitValue) in
            policy[keyPath: property] = try form.read(value)
        }
    }

    /// A setting that is one of a few words: the other words are its other readings.
    init<Value: RawRepresentable & CaseIterable & Sendable>(
        _ name: String, _ property: any WritableKeyPath<Policy, Value> & Sendable, _ summary: String, clauses: [String]
    ) where Value.RawValue == String {
        let form = SettingForm<Value>.choice
        let initial = form.written(Policy()[keyPath: property])
        self.init(
            name, property, form, summary, examples: Value.allCases.map(form.written).filter { $0 != initial },
            clauses: clauses)
    }

    /// A setting that is true or false.
    init(_ name: String, _ property: any WritableKeyPath<Policy, Bool> & Sendable, _ summary: String, clauses: [String]) {
        self.init(
            name, property, .flag, summary, examples: [.bool(!Policy()[keyPath: property])], clauses: clauses)
    }
}

extension DataValue {
    /// The value as a message quotes it.
    var shown: String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): number.text
        case .string(let text): "'\(text.displayed)'"
        case .array: "a list"
        case .object: "a map"
        }
    }
}
