import AssayCore

extension Mutation {
    /// Returns the query as a model with a fault reads it.
    func changed(query: String, under policy: Policy) -> String {
        switch self {
        case .plusKept: return query.replacing("+", with: "%2B")
        case .percentKept: return query.replacing("%", with: "%25")
        case .brokenEscapeKept: return query.withoutBrokenEscapes
        default: break
        }
        guard Self.concernQueries.contains(self) else { return query }
        var pairs = query.split(separator: "&", omittingEmptySubsequences: false).map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return RawParameter(name: parts[0], value: parts.count > 1 ? parts[1] : nil)
        }
        change(&pairs, policy.queryNames)
        return pairs.map(\.text).joined(separator: "&")
    }

    private static let concernQueries: Set<Mutation> = [
        .repeatedFirstCounts, .repeatedLastCounts, .emptyRequiredDefaulted, .emptyFilterMatchesNothing, .fromOptional,
        .toOptional, .lowerCaseTimestampAccepted, .spaceInTimestampAccepted, .dateAloneAccepted,
        .timestampWithoutZoneAccepted, .quotedTimestampAccepted, .paddedTimestampAccepted, .tenFractionDigitsAccepted,
        .impossibleDateAccepted, .leapSecondAnywhere, .statusFirstOnly, .statusLastOnly, .statusSpacesTrimmed,
        .statusCaseIgnored, .statusEmptyItemIgnored, .channelCaseIgnored, .channelListAccepted,
    ]

    private func change(_ pairs: inout [RawParameter], _ names: QueryNames) {
        switch self {
        case .repeatedFirstCounts: pairs = pairs.unique
        case .repeatedLastCounts: pairs = pairs.reversed().unique.reversed()
        case .fromOptional, .toOptional: complete(&pairs, names) { $0 == nil }
        case .emptyRequiredDefaulted: complete(&pairs, names) { $0?.isEmpty == true }
        case .emptyFilterMatchesNothing:
            for name in [names.recipient, names.campaign, names.sender] { pairs.change(name) { $0.isEmpty ? "\0" : $0 } }
        case .channelCaseIgnored: pairs.change(names.channel) { $0.uppercasedASCII }
        case .channelListAccepted: pairs.change(names.channel) { String($0.prefix { $0 != "," }) }
        case .statusFirstOnly, .statusLastOnly, .statusSpacesTrimmed, .statusCaseIgnored, .statusEmptyItemIgnored:
            pairs.change(names.status, changed(statuses:))
        default: for name in [names.from, names.to] { pairs.change(name, changed(timestamp:)) }
        }
    }

    private func changed(statuses text: String) -> String {
        let items = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        switch self {
        case .statusFirstOnly: return items.first ?? text
        case .statusLastOnly: return items.last ?? text
        case .statusSpacesTrimmed: return items.map(\.trimmedSpaces).joined(separator: ",")
        case .statusCaseIgnored: return text.uppercasedASCII
        case .statusEmptyItemIgnored: return items.filter { !$0.isEmpty }.joined(separator: ",")
        default: return text
        }
    }

    /// Fills in an end of the period that is missing, from the other.
    private func complete(_ pairs: inout [RawParameter], _ names: QueryNames, where isMissing: (String?) -> Bool) {
        let from = pairs.first { $0.name == names.from }?.decoded
        let to = pairs.first { $0.name == names.to }?.decoded
        if self != .toOptional, isMissing(from), let to {
            pairs.set(names.from, to: to.prefix(8) + "01T00:00:00.000Z")
        }
        if self != .fromOptional, isMissing(to), let from {
            pairs.set(names.to, to: from.prefix(10) + "T23:59:59.999Z")
        }
    }

    private func changed(timestamp text: String) -> String {
        switch self {
        case .lowerCaseTimestampAccepted: return text.uppercasedASCII
        case .spaceInTimestampAccepted: return text.count == 24 ? text.replacing(" ", with: "T") : text
        case .dateAloneAccepted: return text.utf8.count == 10 ? text + "T00:00:00.000Z" : text
        case .timestampWithoutZoneAccepted:
            return text.utf8.count == 23 && text.utf8.last != UInt8(ascii: "Z") ? text + "Z" : text
        case .quotedTimestampAccepted: return text.withoutASCII("'\"")
        case .paddedTimestampAccepted: return text.trimmedSpaces
        case .tenFractionDigitsAccepted: return text.utf8.count == 31 ? text.prefix(29) + "Z" : text
        case .impossibleDateAccepted: return text.withLastDayPossible
        case .leapSecondAnywhere: return text.replacing(":60", with: ":59")
        default: return text
        }
    }
}

/// A parameter of a query as it is sent.
private struct RawParameter {
    var name: String
    var value: String?

    var text: String { value.map { "\(name)=\($0)" } ?? name }

    var decoded: String? { value.flatMap { QueryParameters("x=\($0)").parameters.first?.value } }
}

extension [RawParameter] {
    /// Of several of one name the first.
    fileprivate var unique: [RawParameter] {
        var seen: Set<String> = []
        return filter { seen.insert($0.name).inserted }
    }

    fileprivate mutating func change(_ name: String, _ change: (String) -> String) {
        for index in indices where self[index].name == name {
            guard let old = self[index].decoded else { continue }
            let new = change(old)
            if !new.utf8.elementsEqual(old.utf8) { self[index].value = new.percentEncoded }
        }
    }

    fileprivate mutating func set(_ name: String, to value: String) {
        removeAll { $0.name == name }
        append(RawParameter(name: name, value: value.percentEncoded))
    }
}

extension String {
    fileprivate var percentEncoded: String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(
            decoding: utf8.flatMap { byte in
                byte.isASCIILetter || byte.isASCIIDigit || "-._~:,".utf8.contains(byte)
                    ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }, as: UTF8.self)
    }

    /// With `%25` for every percent sign that no two hexadecimal digits follow.
    fileprivate var withoutBrokenEscapes: String {
        let bytes = Array(utf8)
        func isDigit(_ index: Int) -> Bool { index < bytes.count && "0123456789abcdefABCDEF".utf8.contains(bytes[index]) }
        return String(
            decoding: bytes.indices.flatMap { index in
                bytes[index] == UInt8(ascii: "%") && !(isDigit(index + 1) && isDigit(index + 2))
                    ? Array("%25".utf8) : [bytes[index]]
            }, as: UTF8.self)
    }

    fileprivate func replacing(_ part: String, with other: String) -> String {
        let (own, sought) = (Array(utf8), Array(part.utf8))
        var result: [UInt8] = []
        var index = 0
        while index < own.count {
            let isFound = own[index...].starts(with: sought)
            result += isFound ? Array(other.utf8) : [own[index]]
            index += isFound ? sought.count : 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// With 28 in place of a day from 29 on.
    fileprivate var withLastDayPossible: String {
        var bytes = Array(utf8)
        guard bytes.count > 10, bytes[7] == UInt8(ascii: "-"), let day = Int(String(decoding: bytes[8..<10], as: UTF8.self)),
            (29...31).contains(day), TimestampForm.zulu.isImpossible(self)
        else { return self }
        bytes.replaceSubrange(8..<10, with: "28".utf8)
        return String(decoding: bytes, as: UTF8.self)
    }
}
