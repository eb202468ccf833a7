package import AssayCore
internal import DataFormats

extension Scope {
    /// Returns the preconditions that a case states, and sets the clock by which its times are reckoned.
    ///
    /// - Parameters:
    ///   - policy: The run's settings; the scenario's own win.
    ///   - known: Asked for what other cases have worked out, and told what this one has.
    ///   - present: The clock of a case that states none; `nil` where the target has none of its own.
    mutating func given(
        _ template: GivenTemplate, policy: [DataValue.Member], for id: CaseID, known: KnownGivens, present: Instant? = nil
    ) throws(ResolutionError) -> Given {
        let place = KnownGivens.Place(of: template, in: file)
        var given: Given
        if let place, let shared = known[place] {
            given = shared
        } else {
            given = try self.given(template, policy: policy)
            if let place { known[place] = given }
        }
        given.seed = fnv1a(id.description)
        if template.clock != nil {
            clock = given.clock
        } else if let present {
            (clock, given.clock) = (present, present)
        }
        return given
    }

    private mutating func given(_ template: GivenTemplate, policy: [DataValue.Member]) throws(ResolutionError) -> Given {
        var given = Given(policy: policy)
        if let clock = template.clock {
            given.clock = try instant(clock)
            given.isClockStated = true
            // The settings below may be reckoned from it.
            self.clock = given.clock
        }
        for member in template.policy {
            let setting = DataValue.Member(member.name, try resolve(member.value).dataValue())
            if let index = given.policy.firstIndex(where: { $0.name.utf8.elementsEqual(member.name.utf8) }) {
                given.policy[index] = setting
            } else {
                given.policy.append(setting)
            }
        }
        for member in template.data {
            given.data[member.name] = try data(string(member.value), at: member.value.range)
        }
        return given
    }

    private mutating func instant(_ template: Template) throws(ResolutionError) -> Instant {
        let text = try string(template)
        do {
            return try RFC3339Timestamp(text).instant
        } catch {
            throw ResolutionError("the clock '\(text)' is no RFC 3339 time: \(error.message)", at: template.range)
        }
    }
}

extension GivenTemplate {
    /// Where the precondition at fault stands; `nil` when the scenario does not state it.
    func range(of fault: InvalidGiven) -> SourceRange? {
        switch fault.path.first {
        case "clock": clock?.range
        case "policy": policy.range(at: fault.path.dropFirst(), isName: fault.concernsName)
        default: data.range(at: fault.path[...], isName: fault.concernsName)
        }
    }
}

extension [Template.Member] {
    /// Where the member at `path` stands, or the innermost one around it that there is: its name, or its value.
    package func range(at path: ArraySlice<String>, isName: Bool) -> SourceRange? {
        guard let name = path.first, let member = first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return nil }
        if case .object(let members) = member.value.shape, let inner = members.range(at: path.dropFirst(), isName: isName) {
            return inner
        }
        return isName && path.count == 1 ? member.nameRange : member.value.range
    }
}

/// The 64-bit FNV-1a hash of a text: the same on every machine and in every run.
func fnv1a(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
