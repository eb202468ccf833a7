internal import AssayCore
internal import DataFormats

/// The preconditions of one request, from its header field `Assay-Given`: base64url (RFC 4648 section 5) of a JSON object.
///
/// They stand for themselves, as those of a scenario do: nothing of what the server was started with is among them.
struct AssayGiven {
    static let header = "Assay-Given"

    /// - Parameter data: Returns the data file at a path below the server's data folder.
    static func given(_ text: String, data: (String) throws -> DataFile) throws(ServerFault) -> Given {
        guard let bytes = decoded(base64URL: text) else { throw .invalid("it is no base64url") }
        var given = Given()
        for member in try members(bytes) {
            switch member.name {
            case "clock": given.clock = try clock(member.value)
            case "seed": given.seed = try seed(member.value)
            case "policy":
                guard case .object(let settings) = member.value else { throw .invalid("'policy' is no object") }
                given.policy = settings
            case "data": given.data = try files(member.value, data)
            default: throw .invalid("'\(member.name.displayed)' is not known; it has clock, policy, data and seed")
            }
        }
        return given
    }

    private static func members(_ bytes: [UInt8]) throws(ServerFault) -> [DataValue.Member] {
        let document: JSONDocument
        do throws(JSONSyntaxError) {
            document = try JSONDocument(parsing: bytes)
        } catch {
            throw .invalid("it is no JSON: \(error.message)")
        }
        guard !document.hasDuplicateNames else { throw .invalid("it has a name twice") }
        guard case .object(let members) = DataValue(document.root) else { throw .invalid("it is no JSON object") }
        return members
    }

    private static func clock(_ value: DataValue) throws(ServerFault) -> Instant {
        guard let text = value.string, let instant = Instant(rfc3339: text) else {
            throw .invalid("'clock' is no RFC 3339 time")
        }
        return instant
    }

    /// A string, because 64 bits are more than the numbers of many JSON readers hold.
    private static func seed(_ value: DataValue) throws(ServerFault) -> UInt64 {
        guard let text = value.string, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let seed = UInt64(text) else {
            throw .invalid("'seed' is no string of decimal digits below 2^64")
        }
        return seed
    }

    private static func files(_ value: DataValue, _ data: (String) throws -> DataFile) throws(ServerFault) -> [String: DataFile] {
        guard case .object(let members) = value else { throw .invalid("'data' is no object") }
        var files: [String: DataFile] = [:]
        for member in members {
            guard let path = member.value.string else { throw .invalid("'data.\(member.name.displayed)' is no path") }
            do {
                files[member.name] = try data(path)
            } catch {
                throw .invalid("'data.\(member.name.displayed)': \(error)")
            }
        }
        return files
    }
}

/// Padding may be there or not.
private func decoded(base64URL text: String) -> [UInt8]? {
    var characters = text.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "-"): UInt8(ascii: "+")
        case UInt8(ascii: "_"): UInt8(ascii: "/")
        default: byte
        }
    }
    while characters.last == UInt8(ascii: "=") { characters.removeLast() }
    while characters.count % 4 != 0 { characters.append(UInt8(ascii: "=")) }
    return decoded(base64: String(decoding: characters, as: UTF8.self))
}

extension ServerFault {
    fileprivate static func invalid(_ reason: String) -> ServerFault {
        ServerFault(.given, 400, "\(AssayGiven.header) cannot be read: \(reason)")
    }
}
