import AssayCore
import DataFormats

extension Mutation {
    /// Returns the request as a model with a fault reads it; `nil` where it reads it as it stands.
    ///
    /// - Throws: What such a model refuses and should not.
    func changed(
        _ request: Request, at clock: Instant, of spaces: Spaces, under policy: Policy
    ) throws(Refusal) -> Request? {
        var changed = request
        change(&changed, under: policy)
        try changeKey(of: &changed, spaces)
        try checkFilters(of: changed, under: policy)
        try checkPeriod(of: changed, at: clock, under: policy)
        if self == .externalIDRequired, changed.externalID == nil { throw .required(field: policy.bodyNames.externalID) }
        changed.query = changed.query.map { self.changed(query: $0, under: policy) }
        changed.body = changed.body.map { self.changed(body: $0, of: changed, spaces) }
        if self == .externalIDFilters, let id = changed.externalID {
            changed.query = (changed.query.map { $0 + "&" } ?? "") + "campaignId=\(id)"
        }
        return changed
    }

    private func change(_ request: inout Request, under policy: Policy) {
        let operation = policy.operation
        switch self {
        case .methodNotChecked: request.method = operation.method
        case .methodCaseIgnored: request.method = request.method.uppercasedASCII
        case .pathNotChecked: request.path = operation.path
        case .pathCaseIgnored: if request.path.equalsIgnoringASCIICase(operation.path) { request.path = operation.path }
        case .trailingSlashIgnored:
            if request.path.utf8.elementsEqual((operation.path + "/").utf8) { request.path = operation.path }
        default: break
        }
    }

    // MARK: The key

    private func changeKey(of request: inout Request, _ spaces: Spaces) throws(Refusal) {
        let credentials = request.headers[all: "Authorization"]
        switch self {
        case .keyNotChecked:
            let isKnown = credentials.count == 1 && bearerToken(in: credentials[0]).flatMap(spaces.space(ofKey:)) != nil
            guard !isKnown, let key = spaces.spaces.lazy.compactMap(\.firstKey).first else { return }
            request.authorize("Bearer " + String(decoding: key, as: UTF8.self))
        case .firstCredentialsCount: if let first = credentials.first { request.authorize(first) }
        case .schemeNotChecked:
            guard credentials.count == 1, let space = credentials[0].utf8.firstIndex(of: 0x20) else { return }
            request.authorize("Bearer" + credentials[0][space...])
        case .schemeCaseCounts:
            guard credentials.count == 1, !credentials[0].utf8.starts(with: "Bearer ".utf8) else { return }
            throw .unauthorized
        default: break
        }
    }

    // MARK: What is refused, and should not be

    private func checkFilters(of request: Request, under policy: Policy) throws(Refusal) {
        let query = QueryParameters(request.query)
        let names = policy.queryNames
        func value(_ name: String) -> String? {
            query.parameters.first { $0.name == name }?.value.flatMap { $0.isEmpty ? nil : $0 }
        }
        switch self {
        case .filterRequired:
            let filters = [names.recipient, names.campaign, names.channel, names.sender, names.status]
            guard filters.contains(where: { value($0) != nil }) else { throw .required(parameter: names.channel) }
        case .statusNeedsChannel:
            if value(names.status) != nil, value(names.channel) == nil { throw .required(parameter: names.channel) }
        case .statusRepeatedRefused:
            let statuses = value(names.status)?.split(separator: ",") ?? []
            if Set(statuses).count < statuses.count { throw .repeated(parameter: names.status) }
        default: break
        }
    }

    private func checkPeriod(of request: Request, at clock: Instant, under policy: Policy) throws(Refusal) {
        let ends: [(name: String, mutation: Mutation)] = [
            (policy.queryNames.from, .futureStartRefused), (policy.queryNames.to, .futureEndRefused),
        ]
        let query = QueryParameters(request.query)
        for (name, mutation) in ends {
            guard let text = query.parameters.first(where: { $0.name == name })?.value else { continue }
            if self == .leapSecondRefused, text.contains(":60") { throw .unreadableDate(parameter: name) }
            guard self == mutation, let time = try? RFC3339Timestamp(text).instant, time > clock else { continue }
            throw Refusal("The parameter '\(name)' must not be in the future")
        }
    }

    // MARK: The body

    private func changed(body: [UInt8], of request: Request, _ spaces: Spaces) -> [UInt8] {
        if self == .trailingCommaAccepted { return body.withoutTrailingCommas }
        guard Self.concernBodies.contains(self), case .object(var members)? = try? DataValue(json: body) else { return body }
        func value(_ name: String) -> DataValue? { DataValue.object(members)[name] }
        let toSender = DataValue.array([value("from")].compactMap { $0 })
        switch self {
        case .nullFieldDefaulted: members.change("timezone") { $0 == .null ? .string("GMT") : $0 }
        case .timezoneOptional: if value("timezone") == nil { members.append(.init("timezone", .string("GMT"))) }
        case .emailsOptional: if value("emails") == nil { members.append(.init("emails", toSender)) }
        case .emailsAsTextAccepted: members.change("emails") { $0.string == nil ? $0 : .array([$0]) }
        case .emailsEmptyAccepted: members.change("emails") { $0 == .array([]) ? toSender : $0 }
        case .emptyEmailSkipped:
            members.change("emails") { emails in
                guard case .array(let items) = emails else { return emails }
                return .array(items.filter { $0 != .null && $0 != .string("") })
            }
        case .senderOptional:
            guard value("from") == nil, let sender = request.someSender(spaces) else { return body }
            members.append(.init("from", .string(sender)))
        default: break
        }
        var written: [UInt8] = []
        DataValue.object(members).append(to: &written)
        return written
    }

    private static let concernBodies: Set<Mutation> = [
        .nullFieldDefaulted, .timezoneOptional, .emailsOptional, .emailsAsTextAccepted, .emailsEmptyAccepted,
        .emptyEmailSkipped, .senderOptional,
    ]
}

extension Request {
    fileprivate mutating func authorize(_ credentials: String) {
        let others = headers.fields.filter { !$0.name.equalsIgnoringASCIICase("Authorization") }
        headers = HeaderFields(others + [.init(name: "Authorization", value: credentials)])
    }

    /// Some sender of the space that the key belongs to, the same each time.
    fileprivate func someSender(_ spaces: Spaces) -> String? {
        let key = headers["Authorization"].flatMap { bearerToken(in: $0) }
        let senders = key.flatMap(spaces.space(ofKey:))?.senders ?? []
        return senders.min { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
    }
}

extension [UInt8] {
    /// Without the commas that only white space parts from the bracket after them.
    fileprivate var withoutTrailingCommas: [UInt8] {
        var result: [UInt8] = []
        for byte in self {
            if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]"),
                let last = result.lastIndex(where: { $0 > 0x20 }), result[last] == UInt8(ascii: ",")
            {
                result.remove(at: last)
            }
            result.append(byte)
        }
        return result
    }
}
