/// Returns the line, from 1, at which version control has left a conflict: `<<<<<<<`, later `=======`, later `>>>>>>>`, each alone
/// on its line but for a name after a space. Anything less may be the content itself.
package func lineOfConflictMarker(in content: [UInt8]) -> Int? {
    let marks = [UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">")].map { [UInt8](repeating: $0, count: 7) }
    // Most files hold no such mark at all, and are not cut into lines.
    guard content.contains(marks[0][0]) else { return nil }
    var found: Int?
    var next = 0
    var number = 0
    for line in content.split(separator: 0x0A, omittingEmptySubsequences: false) {
        number += 1
        guard line.starts(with: marks[next]) else { continue }
        let rest = line.dropFirst(7)
        let isMark = rest.isEmpty || rest.first == 0x0D || (rest.first == UInt8(ascii: " ") && next != 1)
        guard isMark else { continue }
        if next == 0 { found = number }
        next += 1
        if next == marks.count { return found }
    }
    return nil
}
