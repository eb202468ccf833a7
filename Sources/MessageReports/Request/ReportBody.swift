import AssayCore
import DataFormats

/// What the body of a request says: who gets the report, in whose name, and in which time zone.
struct ReportBody: Sendable {
    /// The distinct addresses in the order they were first listed.
    var recipients: [EmailAddress]
    var sender: EmailAddress
    var timeZone: GMTOffset

    init(_ bytes: [UInt8]?, under policy: Policy) throws(Refusal) {
        guard let bytes, let parsed = try? JSONDocument(parsing: bytes),
            !parsed.hasDuplicateNames || policy.has(.duplicateNamesAccepted)
        else { throw .notAnObject }
        let document = DataValue(parsed.root)
        guard case .object(let members) = document else { throw .notAnObject }
        let names = policy.bodyNames
        if policy.unknownKeys == .refused {
            let known = [names.emails, names.from, names.timeZone, names.externalID]
            for member in members where !known.contains(where: { $0.utf8.elementsEqual(member.name.utf8) }) {
                throw .unknown(field: member.name)
            }
        }
        let emails = try document.required(names.emails)
        let from = try document.required(names.from)
        let timeZone = try document.required(names.timeZone)

        recipients = try Self.recipients(emails, under: policy)
        guard let sender = from.string.flatMap({ EmailAddress($0, with: policy.mutation) }) else {
            throw .notAnAddress(field: names.from)
        }
        self.sender = sender
        guard let offset = timeZone.string.flatMap({ Self.offset($0, under: policy) }) else {
            throw .notATimeZone(field: names.timeZone)
        }
        self.timeZone = offset
        try Self.checkExternalID(document[names.externalID], under: policy)
    }

    private static func offset(_ text: String, under policy: Policy) -> GMTOffset? {
        GMTOffset(policy.mutation?.changed(timeZone: text) ?? text, forms: policy.timeZones, within: policy.timeZoneReach)
    }

    private static func recipients(_ emails: DataValue, under policy: Policy) throws(Refusal) -> [EmailAddress] {
        let name = policy.bodyNames.emails
        guard case .array(let items) = emails else { throw .notAddresses(field: name) }
        var texts: [String] = []
        for item in items {
            guard let text = item.string else { throw .notAddresses(field: name) }
            texts.append(text)
        }
        guard !texts.isEmpty else { throw .noAddress(field: name) }
        var distinct: [EmailAddress] = []
        var known: Set<[UInt8]> = []
        for text in texts {
            guard let address = EmailAddress(text, with: policy.mutation) else {
                guard policy.badEmails == .skipped else { throw .malformed(address: text, field: name) }
                continue
            }
            let identity = policy.mutation?.identity(of: address, number: distinct.count) ?? address.identity
            if known.insert(identity).inserted { distinct.append(address) }
        }
        let listed = policy.has(.emailsCountedDistinct) ? distinct.count : texts.count
        guard listed <= policy.maxEmails else { throw .tooManyAddresses(limit: policy.maxEmails, field: name) }
        guard !distinct.isEmpty else { throw .noAddress(field: name) }
        return distinct
    }

    /// The identifier labels the report for its reader; it has no other effect.
    private static func checkExternalID(_ value: DataValue?, under policy: Policy) throws(Refusal) {
        guard let value, value != .null else { return }
        guard policy.mutation?.accepts(externalID: value) ?? isIdentifier(value.string) else {
            throw .notAlphanumeric(field: policy.bodyNames.externalID)
        }
    }

    static func isIdentifier(_ text: String?, lengths: ClosedRange<Int> = 1...64) -> Bool {
        guard let text, lengths.contains(text.utf8.count) else { return false }
        return text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit }
    }
}

extension DataValue {
    /// The field's value; `null` counts as left out.
    fileprivate func required(_ name: String) throws(Refusal) -> DataValue {
        guard let value = self[name], value != .null else { throw .required(field: name) }
        return value
    }
}
