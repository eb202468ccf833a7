/// A body of the type `multipart/form-data` (RFC 7578). The same parts give the same bytes.
struct MultipartBody {
    struct Part {
        var name: String
        var fileName: String?
        var type: String?
        var bytes: [UInt8]
    }

    let bytes: [UInt8]
    /// With the boundary: what `Content-Type` says.
    let type: String

    init(_ parts: [Part]) {
        let boundary = Self.boundary(between: parts)
        var bytes: [UInt8] = []
        for part in parts {
            bytes += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.escaped(part.name))\"".utf8
            if let name = part.fileName { bytes += "; filename=\"\(Self.escaped(name))\"".utf8 }
            if let type = part.type { bytes += "\r\nContent-Type: \(type)".utf8 }
            bytes += "\r\n\r\n".utf8
            bytes += part.bytes
            bytes += "\r\n".utf8
        }
        bytes += "--\(boundary)--\r\n".utf8
        self.bytes = bytes
        type = "multipart/form-data; boundary=\(boundary)"
    }

    /// As browsers do, https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data: what would end the
    /// name is percent-encoded.
    private static func escaped(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"": text += "%22"
            case "\r": text += "%0D"
            case "\n": text += "%0A"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// A line that occurs in none of the parts.
    private static func boundary(between parts: [Part]) -> String {
        var number = 0
        while true {
            let boundary = "assay-part-\(number)"
            let marker = Array("--\(boundary)".utf8)
            if !parts.contains(where: { contains(marker, in: $0.bytes) }) { return boundary }
            number += 1
        }
    }

    private static func contains(_ marker: [UInt8], in bytes: [UInt8]) -> Bool {
        guard bytes.count >= marker.count else { return false }
        return (0...bytes.count - marker.count).contains { bytes[$0] == marker[0] && bytes[$0...].starts(with: marker) }
    }
}
