import AssayCore

extension Policy {
    /// Reads the settings that depart from the defaults.
    ///
    /// - Throws: `InvalidGiven` for a setting that does not exist, or a value that it cannot have.
    init(_ given: [DataValue.Member]) throws(InvalidGiven) {
        self.init()
        for member in given {
            guard let setting = Self.settings[Array(member.name.utf8)] else { throw .unknownSetting(member.name) }
            do {
                try setting.apply(member.value, &self)
            } catch {
                throw .unfit(error, value: member.value, for: setting)
            }
        }
    }

    private static let settings = Dictionary(
        table.map { (Array($0.published.name.utf8), $0) }, uniquingKeysWith: { first, _ in first })
}

extension InvalidGiven {
    fileprivate static func unknownSetting(_ name: String) -> InvalidGiven {
        let names = Policy.table.map(\.published.name)
        return InvalidGiven(
            ["policy", name], "the model has no such setting",
            fix: nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
                ?? "its settings are \(names.joined(separator: ", "))", concernsName: true)
    }

    fileprivate static func unfit(_ fault: UnfitValue, value: DataValue, for setting: Setting) -> InvalidGiven {
        let name = setting.published.name
        let path = ["policy", name] + fault.below
        let message = fault.message ?? "must be \(setting.allowed), not \(value.shown)"
        return InvalidGiven(path, message, fix: fault.fix)
    }
}
