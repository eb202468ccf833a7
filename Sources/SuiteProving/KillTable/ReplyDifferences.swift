internal import AssayCore
internal import DataFormats

/// Where one answer is another than before; the first places are described, all are counted.
struct ReplyDifferences {
    struct Place {
        var place: String
        var before: String?
        var after: String?
    }

    private(set) var first: Place?
    private(set) var count = 0

    init(from before: Reply, to after: Reply) {
        compare("status", String(before.response.status), String(after.response.status))
        compareHeaders(before.response.headers, after.response.headers)
        compareContents("body", before.response.body, after.response.body, isTable: false)
        compareMail(before.mail, after.mail)
    }

    private mutating func add(_ place: String, _ before: String?, _ after: String?) {
        count += 1
        if first == nil { first = Place(place: place, before: before, after: after) }
    }

    private mutating func compare(_ place: String, _ before: String, _ after: String) {
        if !before.utf8.elementsEqual(after.utf8) { add(place, before, after) }
    }

    private mutating func compareHeaders(_ before: HeaderFields, _ after: HeaderFields) {
        for field in before.fields where !(after[field.name].map { $0.utf8.elementsEqual(field.value.utf8) } ?? false) {
            add("header \(field.name)", field.value, after[field.name])
        }
        for field in after.fields where before[field.name] == nil { add("header \(field.name)", nil, field.value) }
    }

    private mutating func compareContents(_ place: String, _ before: [UInt8], _ after: [UInt8], isTable: Bool) {
        guard before != after else { return }
        if isTable, let old = try? CSVDocument(parsing: before), let new = try? CSVDocument(parsing: after) {
            return compareTables(place, old, new, written: (before, after))
        }
        if let old = try? DataValue(json: before), let new = try? DataValue(json: after) {
            let start = count
            compareJSON("json", "", old, new)
            // The same value, written otherwise, is shown as the text it is.
            if count > start { return }
        }
        add(place, excerpt(before), excerpt(after))
    }

    private mutating func compareJSON(_ place: String, _ pointer: String, _ before: DataValue, _ after: DataValue) {
        guard before != after else { return }
        let here = pointer.isEmpty ? place : "\(place) \(pointer)"
        switch (before, after) {
        case (.object(let old), .object(let new)):
            for member in old {
                let inner = "\(pointer)/\(member.name)"
                if let other = after[member.name] {
                    compareJSON(place, inner, member.value, other)
                } else {
                    add("\(place) \(inner)", member.value.displayed(limit: UnnoticedChange.longest), nil)
                }
            }
            for member in new where before[member.name] == nil {
                add("\(place) \(pointer)/\(member.name)", nil, member.value.displayed(limit: UnnoticedChange.longest))
            }
        case (.array(let old), .array(let new)) where old.count == new.count:
            for (index, pair) in zip(old, new).enumerated() { compareJSON(place, "\(pointer)/\(index)", pair.0, pair.1) }
        default: add(here, before.displayed(limit: UnnoticedChange.longest), after.displayed(limit: UnnoticedChange.longest))
        }
    }

    private mutating func compareTables(
        _ place: String, _ before: CSVDocument, _ after: CSVDocument, written: (before: [UInt8], after: [UInt8])
    ) {
        let start = count
        let names = before.records.first?.texts ?? []
        for index in 0..<max(before.records.count, after.records.count) {
            let old = index < before.records.count ? before.records[index].texts : nil
            let new = index < after.records.count ? after.records[index].texts : nil
            guard old?.map({ Array($0.utf8) }) != new?.map({ Array($0.utf8) }) else { continue }
            guard let old, let new, old.count == new.count else {
                add("\(place), row \(index + 1)", old?.joined(separator: ", "), new?.joined(separator: ", "))
                continue
            }
            for (column, pair) in zip(old, new).enumerated() where !pair.0.utf8.elementsEqual(pair.1.utf8) {
                add("\(place), row \(index + 1), \(column < names.count ? names[column] : String(column + 1))", pair.0, pair.1)
            }
        }
        // The same cells, written otherwise.
        if count == start {
            let (old, new) = firstLines(written.before, written.after)
            add("\(place), quoting or line ends", old, new)
        }
    }

    /// The lines in which two texts differ first, with their line ends.
    private func firstLines(_ before: [UInt8], _ after: [UInt8]) -> (String, String) {
        let newline = UInt8(ascii: "\n")
        let same = zip(before, after).prefix { $0 == $1 }.count
        let start = before[..<same].lastIndex(of: newline).map { $0 + 1 } ?? 0
        func line(_ bytes: [UInt8]) -> String {
            let end = bytes[start...].firstIndex(of: newline).map { $0 + 1 } ?? bytes.endIndex
            return excerpt(Array(bytes[start..<end]))
        }
        return (line(before), line(after))
    }

    private mutating func compareMail(_ before: [Mail], _ after: [Mail]) {
        guard before.count == after.count else {
            return add("mail", counted(before.count), counted(after.count))
        }
        for (index, pair) in zip(before, after).enumerated() {
            let place = "mail \(index + 1)"
            compare("\(place) to", pair.0.to.joined(separator: ", "), pair.1.to.joined(separator: ", "))
            compare("\(place) from", pair.0.from, pair.1.from)
            compare("\(place) subject", pair.0.subject, pair.1.subject)
            compare("\(place) text", pair.0.text, pair.1.text)
            compareAttachments(place, pair.0.attachments, pair.1.attachments)
        }
    }

    private mutating func compareAttachments(_ place: String, _ before: [Mail.Attachment], _ after: [Mail.Attachment]) {
        guard before.count == after.count else {
            return add("\(place) attachments", String(before.count), String(after.count))
        }
        for (index, pair) in zip(before, after).enumerated() {
            let place = "\(place) attachment \(index + 1)"
            compare("\(place) name", pair.0.name, pair.1.name)
            compare("\(place) type", pair.0.contentType, pair.1.contentType)
            let isTable = pair.0.contentType.utf8.starts(with: "text/csv".utf8)
            compareContents(isTable ? "\(place) csv" : place, pair.0.bytes, pair.1.bytes, isTable: isTable)
        }
    }

    private func counted(_ count: Int) -> String { "\(count) message\(count == 1 ? "" : "s")" }

    private func excerpt(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.prefix(UnnoticedChange.longest), as: UTF8.self)
    }
}
