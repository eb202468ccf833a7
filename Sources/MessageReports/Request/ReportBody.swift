import AssayCore
import DataFormats

/// What the body of a request says: who gets the report, in whose name, and in which time zone.
struct ReportBody: Sendable {
    /// The distinct addresses in the order they were first listed.
    var recipients: [EmailAddress]
    var sender: EmailAddress
    var timeZone: GMTOffset

    init(_ bytes: [UInt8]?, under policy: Policy) throws(Refusal) {
        guard let bytes, let parsed = try? JSONDocument(parsing: bytes), !parsed.hasDuplicateNames else { throw .notAnObject }
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
        guard let sender = from.string.flatMap(EmailAddress.init) else { throw .notAnAddress(field: names.from) }
        self.sender = sender
        guard let offset = timeZone.string.flatMap({ GMTOffset($0, forms: policy.timeZones) }) else {
            throw .notATimeZone(field: names.timeZone)
        }
        self.timeZone = offset
        try Self.checkExternalID(document[names.externalID], name: names.externalID)
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
            guard let address = EmailAddress(text) else {
                guard policy.badEmails == .skipped else { throw .malformed(address: text, field: name) }
                continue
            }
            if known.insert(address.identity).inserted { distinct.append(address) }
        }
        guard texts.count <= policy.maxEmails else { throw .tooManyAddresses(limit: policy.maxEmails, field: name) }
        guard !distinct.isEmpty else { throw .noAddress(field: name) }
        return distinct
    }

    /// The identifier labels the report for its reader; it has no other effect.
    private static func checkExternalID(_ value: DataValue?, name: String) throws(Refusal) {
        guard let value, value != .null else { return }
        guard let text = value.string, (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit })
        else { throw .notAlphanumeric(field: name) }
    }
}

extension DataValue {
    /// The field's value; `null` counts as left out.
    fileprivate func required(_ name: String) throws(Refusal) -> DataValue {
        guard let value = self[name], value != .null else { throw .required(field: name) }
        return value
    }
}
