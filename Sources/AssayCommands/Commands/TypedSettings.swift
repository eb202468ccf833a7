import AssayCore
import YAMLReader

/// Settings of a model as they are typed after an option: `--set policy.NAME=VALUE`, the value as in YAML.
struct TypedSettings {
    var option: String
    /// What stands before the name.
    var prefix: String

    /// - Throws: `CommandFailure` for a setting that the model does not have, that it does not take, or that is there twice.
    func read(_ texts: [String], of model: any Model.Type) throws -> [DataValue.Member] {
        var settings: [DataValue.Member] = []
        for text in texts {
            let setting = try setting(text, of: model)
            guard !settings.contains(where: { $0.name.utf8.elementsEqual(setting.name.utf8) }) else {
                throw CommandFailure(.badUsage, "\(option) gives '\(setting.name)' twice", fix: "keep one of them")
            }
            if let fault = Self.fault(of: [setting], in: model) {
                throw CommandFailure(.badUsage, "\(option) '\(text)': \(fault.message)", fix: fault.fix)
            }
            settings.append(setting)
        }
        return settings
    }

    /// What a model says against settings alone; what it misses besides is for the scenarios to state.
    static func fault<M: Model>(of policy: [DataValue.Member], in model: M.Type) -> InvalidGiven? {
        if policy.isEmpty { return nil }
        do {
            _ = try M(given: Given(policy: policy))
            return nil
        } catch {
            guard let fault = error as? InvalidGiven, fault.path.first == "policy" else { return nil }
            return fault
        }
    }

    private func setting(_ text: String, of model: any Model.Type) throws -> DataValue.Member {
        guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), text.hasPrefix(prefix) else {
            throw CommandFailure(.badUsage, "\(option) '\(text)' is not understood", fix: "\(option) \(prefix)NAME=VALUE")
        }
        let name = String(text[..<equals].dropFirst(prefix.count))
        let known = model.settings.map(\.name)
        guard known.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
            throw CommandFailure(
                .badUsage, "the model has no setting '\(name)'",
                fix: suggestion(for: name, among: known) ?? (known.isEmpty ? nil : "one of \(known.joined(separator: ", "))"))
        }
        let typed = String(text[text.utf8.index(after: equals)...])
        // YAML sees nothing in white space; who types a tab for a delimiter means the tab.
        if !typed.isEmpty, typed.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return DataValue.Member(name, .string(typed)) }
        let value = SourceFile(path: "\(option) \(prefix)\(name)", text: typed)
        let read: DataValue?
        do throws(InvalidInput) {
            guard let root = try YAMLDocument.readSingle(value).root else { return DataValue.Member(name, .null) }
            read = try root.dataValue()
        } catch {
            let reasons = error.diagnostics.map(\.message).joined(separator: "; ")
            throw CommandFailure(.badUsage, "\(option) '\(text)': \(reasons)")
        }
        guard let read else { throw CommandFailure(.badUsage, "\(option) '\(text)': such a number has no value in JSON") }
        return DataValue.Member(name, read)
    }
}

extension YAMLNode {
    /// The node as JSON has it; `nil` where a number has no value there (`.inf`, `.nan`).
    ///
    /// - Throws: for a tag, which has no meaning outside a scenario.
    fileprivate func dataValue() throws(InvalidInput) -> DataValue? {
        if let tag {
            throw InvalidInput([
                Diagnostic("unknown-tag", "the tag '\(tag)' has no meaning here", in: file, at: tagRange ?? range)
            ])
        }
        switch kind {
        case .scalar:
            switch coreValue {
            case .null: return .null
            case .bool(let value): return .bool(value)
            case .string(let text): return .string(text)
            case .int, .float: return coreValue.number.map(DataValue.number)
            }
        case .sequence:
            var values: [DataValue] = []
            for item in items {
                guard let value = try item.dataValue() else { return nil }
                values.append(value)
            }
            return .array(values)
        case .mapping:
            var members: [DataValue.Member] = []
            for (key, value) in entries {
                guard let value = try value.dataValue() else { return nil }
                members.append(DataValue.Member(key.text, value))
            }
            return .object(members)
        }
    }
}
