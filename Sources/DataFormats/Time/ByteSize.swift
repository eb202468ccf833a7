/// A number of bytes as it is written in settings: `10MB`, `4KiB`, `512B`.
package struct ByteSize: Sendable, Hashable, CustomStringConvertible {
    /// Not negative.
    package let bytes: Int

    package init(bytes: Int) { self.bytes = bytes }

    /// Reads a whole number and a unit: `B`, `kB` or `KB`, `MB`, `GB`, `TB` (powers of 1000), `KiB`, `MiB`, `GiB`, `TiB`
    /// (powers of 1024). A number alone counts bytes.
    package init(text: String) throws(ByteSizeError) {
        let digits = text.utf8.prefix { $0.decimalDigit != nil }
        let letters = text.utf8[digits.endIndex...]
        guard !digits.isEmpty else { throw ByteSizeError(message: "'\(text)' is not a size such as 10MB or 4KiB") }
        guard let number = Int(Substring(digits)) else { throw .tooLarge(text) }
        guard !letters.isEmpty else {
            bytes = number
            return
        }
        guard let unit = Self.units.first(where: { $0.name.utf8.elementsEqual(letters) }) else {
            let names = Self.units.map(\.name).joined(separator: ", ")
            throw ByteSizeError(message: "'\(Substring(letters))' is not a unit of size: \(names) are")
        }
        let product = number.multipliedReportingOverflow(by: unit.bytes)
        guard !product.overflow else { throw .tooLarge(text) }
        bytes = product.partialValue
    }

    /// With the largest unit that leaves a whole number: `10MB`, `4KiB`, `1500B`.
    package var description: String {
        let fitting = Self.units.filter { bytes > 0 && bytes.isMultiple(of: $0.bytes) }
        let unit = fitting.max { $0.bytes < $1.bytes }
        return unit.map { "\(bytes / $0.bytes)\($0.name)" } ?? "\(bytes)B"
    }

    /// `kB` stands before `KB`, so that it is the one that is written.
    private static let units: [(name: String, bytes: Int)] = [
        ("B", 1), ("kB", 1000), ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
    ]
}

/// Why a text is no size.
package struct ByteSizeError: Error, Sendable, Hashable {
    /// Lower case, no full stop.
    package var message: String

    package init(message: String) { self.message = message }

    fileprivate static func tooLarge(_ text: String) -> ByteSizeError {
        ByteSizeError(message: "'\(text)' is larger than \(Int.max) bytes")
    }
}
