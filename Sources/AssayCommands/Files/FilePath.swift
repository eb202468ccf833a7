/// Paths as text: joined and made plain without looking at any file.
enum FilePath {
    static func join(_ folder: String, _ path: String) -> String {
        if path.utf8.first == UInt8(ascii: "/") || folder.isEmpty { return path }
        return folder.utf8.last == UInt8(ascii: "/") ? folder + path : folder + "/" + path
    }

    /// Takes out `.`, empty names and, where a name stands before it, `..`: `a/./b//../c` is `a/c`. A `..` that leads out of a
    /// relative path stays.
    static func normalized(_ path: String) -> String {
        if isNormalized(path) { return path }
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        var names: [Substring] = []
        for name in path.split(separator: "/") where name != "." {
            if name == "..", let last = names.last, last != ".." {
                names.removeLast()
            } else if name != ".." || !isAbsolute {
                names.append(name)
            }
        }
        return (isAbsolute ? "/" : "") + names.joined(separator: "/")
    }

    /// Whether nothing is to be taken out, found without taking the path apart, which every golden of a run would pay for. A name
    /// that begins with `.` is left to be looked at closely.
    private static func isNormalized(_ path: String) -> Bool {
        let (dot, slash) = (UInt8(ascii: "."), UInt8(ascii: "/"))
        var path = path
        return path.withUTF8 { bytes in
            var beginsName = true
            for index in bytes.indices {
                let byte = bytes[index]
                if beginsName, byte == dot || (byte == slash && index > 0) { return false }
                beginsName = byte == slash
            }
            return !beginsName || bytes.isEmpty
        }
    }

    /// Whether a normalized relative path leads out of the folder it starts from.
    static func leavesFolder(_ path: String) -> Bool {
        path.utf8.first == UInt8(ascii: "/") || path == ".." || path.hasPrefix("../")
    }

    /// The path below `folder`, or `nil` when it is not below it; both normalized and absolute, or both relative.
    static func path(_ path: String, below folder: String) -> String? {
        if folder == "/" { return path.hasPrefix("/") ? String(path.dropFirst()) : nil }
        guard path.utf8.starts(with: folder.utf8) else { return nil }
        let rest = path.utf8.dropFirst(folder.utf8.count)
        guard rest.first == UInt8(ascii: "/") else { return nil }
        return String(Substring(rest.dropFirst()))
    }

    /// Everything before the last `/`; empty for a path of one name.
    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func name(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }
}
