internal import AssayCore

extension UnnoticedChange {
    /// How much of a value is kept until it is known what may be told of it, in bytes: far more than is told.
    static let longest = 4000
    /// How much is told, in Unicode scalars.
    private static let told = 200

    /// Takes secrets out, and of long texts all but the surroundings of the first place where they differ. In this order: what is left of
    /// a secret that was cut would not be known for one.
    mutating func makeTellable(_ redacted: (String) -> String) {
        place = redacted(place)
        before = before.map(redacted)
        after = after.map(redacted)
        let texts = [before, after].compactMap { $0.map { Array($0.unicodeScalars) } }
        guard texts.contains(where: { $0.count > Self.told }) else { return }
        let same = texts.count == 2 ? zip(texts[0], texts[1]).prefix { $0 == $1 }.count : 0
        let start = same > Self.told / 2 ? same - Self.told / 4 : 0
        before = before.map { Self.part(of: $0, from: start) }
        after = after.map { Self.part(of: $0, from: start) }
    }

    private static func part(of text: String, from start: Int) -> String {
        let scalars = text.unicodeScalars.dropFirst(start)
        let isCut = scalars.count > told
        return (start > 0 ? "\u{2026}" : "") + String(String.UnicodeScalarView(scalars.prefix(told))) + (isCut ? "\u{2026}" : "")
    }
}
