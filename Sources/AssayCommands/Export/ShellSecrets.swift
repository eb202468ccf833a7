/// Environment variables under marks that are told from everything else, so that their values are nowhere in what is written.
struct ShellSecrets {
    /// Of the Unicode planes for private use, which no text has by chance.
    private static let start: Unicode.Scalar = "\u{F0A55}"
    private static let end: Unicode.Scalar = "\u{F0A56}"

    /// The name of each variable in place of its value, between marks.
    let variables: [String: String]

    init(in environment: [String: String]) {
        variables = environment.keys.reduce(into: [:]) { $0[$1] = "\(Self.start)\($1)\(Self.end)" }
    }

    /// The text as one word of a POSIX shell, in which each mark is the variable itself.
    func word(_ text: String) -> String {
        var word = "'"
        var name: String.UnicodeScalarView?
        for scalar in text.unicodeScalars {
            switch (scalar, name) {
            case (Self.start, _): name = String.UnicodeScalarView()
            case (Self.end, let known?):
                word += "'\"$\(String(known))\"'"
                name = nil
            case (_, _?): name?.append(scalar)
            case ("'", nil): word += "'\\''"
            default: word.unicodeScalars.append(scalar)
            }
        }
        return word + "'"
    }

    /// Whether a variable stands in a text in another form than its own.
    func isEncoded(in text: String) -> Bool {
        let mark = String(Self.start).utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
        return text.contains(mark)
    }
}
