import AssayCore

/// The mails that bring a report to those who are to read it.
struct ReportMail {
    var report: ReportCSV
    var query: ReportQuery
    var body: ReportBody
    var transactionID: String

    /// Returns one mail to each address or one to all, in the order of the addresses.
    func messages(under policy: Policy) -> [Mail] {
        let addresses = body.recipients.map(\.text)
        let mail = Mail(
            from: body.sender.text, to: addresses, subject: "Message report", text: text(under: policy),
            attachments: attachments(under: policy))
        guard policy.delivery == .mailEach else { return [mail] }
        return addresses.map { address in
            var own = mail
            own.to = [address]
            return own
        }
    }

    private func text(under policy: Policy) -> String {
        let count = report.count + (policy.has(.rowsMiscounted) ? 1 : 0)
        let from = policy.has(.periodNotInText) ? query.to : query.from
        let report = "The report of \(count) messages from \(from) to \(query.to)"
        return switch policy.reportAs {
        case .attachment: "\(report) is attached.\r\n"
        case .link: "\(report) can be downloaded at https://reports.example/\(transactionID).csv\r\n"
        }
    }

    private func attachments(under policy: Policy) -> [Mail.Attachment] {
        guard policy.reportAs == .attachment else { return [] }
        let keepsColons = policy.has(.attachmentNameWithColons)
        let name = policy.reportName
            .replacing(placeholder: "<from>", with: keepsColons ? query.from : query.from.fileSafe)
            .replacing(placeholder: "<to>", with: keepsColons ? query.to : query.to.fileSafe)
        return [Mail.Attachment(name: name, contentType: "text/csv; charset=utf-8", bytes: report.bytes)]
    }
}

extension String {
    /// The text with `-` for every byte but ASCII letters, digits and `.`, `_`, `+`, `-`.
    fileprivate var fileSafe: String {
        String(
            decoding: utf8.map { byte in
                byte.isASCIILetter || byte.isASCIIDigit || "._+-".utf8.contains(byte) ? byte : UInt8(ascii: "-")
            }, as: UTF8.self)
    }

    fileprivate func replacing(placeholder: String, with text: String) -> String {
        let (own, sought) = (Array(utf8), Array(placeholder.utf8))
        var result: [UInt8] = []
        result.reserveCapacity(own.count + text.utf8.count)
        var index = 0
        while index < own.count {
            if own[index] == sought[0], own[index...].starts(with: sought) {
                result.append(contentsOf: text.utf8)
                index += sought.count
            } else {
                result.append(own[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
