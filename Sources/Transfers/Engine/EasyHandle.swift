internal import CLibCurl

/// A handle of libcurl for one transfer at a time, with the strings and lists that it only points to.
@safe final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    /// Whether it has ever kept cookies: libcurl cannot be told to stop that.
    private(set) var keepsCookies = false
    /// The first option that libcurl did not take.
    private(set) var optionFault: CURLcode?

    /// Whether its options are those of a plain transfer, but for what each has of its own.
    var isSetForPlainTransfers = false

    private let errorText: UnsafeMutablePointer<CChar>
    private var lists: [UnsafeMutablePointer<curl_slist>] = unsafe []
    /// What the list of header lines holds, which is the last of `lists`; empty without one.
    private var headerLines: [String] = []

    /// Returns `nil` when there is no memory.
    init?() {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        unsafe self.pointer = pointer
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
        freeLists()
        unsafe errorText.deallocate()
    }

    /// Forgets every option. Connections, names and TLS sessions belong to the multi handle and stay.
    func reset() {
        unsafe curl_easy_reset(pointer)
        freeLists()
        isSetForPlainTransfers = false
        forgetOutcome()
        unsafe set(CURLOPT_ERRORBUFFER, pointer: UnsafeMutableRawPointer(errorText))
    }

    func forgetOutcome() {
        optionFault = nil
        unsafe errorText.pointee = 0
    }

    private func freeLists() {
        headerLines = []
        unsafe lists.forEach { unsafe curl_slist_free_all($0) }
        unsafe lists.removeAll(keepingCapacity: true)
    }

    /// What libcurl said of the failure; may be empty.
    var detail: String { unsafe String(cString: errorText) }

    // MARK: - Options

    func set(_ option: CURLoption, _ value: Int) { note(unsafe assay_curl_set_long(pointer, option, value)) }

    func set(_ option: CURLoption, _ value: Bool) { set(option, value ? 1 : 0) }

    func set(_ option: CURLoption, size: Int) { note(unsafe assay_curl_set_size(pointer, option, curl_off_t(size))) }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ value: String?) { note(unsafe assay_curl_set_string(pointer, option, value)) }

    func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) {
        note(unsafe assay_curl_set_pointer(pointer, option, value))
    }

    /// In milliseconds, and never 0, which would be no limit.
    func set(_ option: CURLoption, _ value: Duration) {
        let (seconds, attoseconds) = value.components
        let limit: Int64 = 1_000_000_000
        let milliseconds = min(max(seconds, 0), limit) * 1000 + attoseconds / 1_000_000_000_000_000
        set(option, Int(max(1, milliseconds)))
    }

    func set(_ option: CURLoption, list texts: [String]) {
        guard !texts.isEmpty else { return }
        var list: UnsafeMutablePointer<curl_slist>?
        for text in texts {
            guard let longer = unsafe curl_slist_append(list, text) else {
                unsafe curl_slist_free_all(list)
                optionFault = CURLE_OUT_OF_MEMORY
                return
            }
            unsafe list = longer
        }
        if let list = unsafe list { unsafe lists.append(list) }
        note(unsafe assay_curl_set_list(pointer, option, list))
    }

    /// Does nothing where the lines are those that it has.
    func setHeaderLines(_ lines: [String]) {
        let isSame = lines.count == headerLines.count && zip(lines, headerLines).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
        if isSame { return }
        let old = headerLines.isEmpty ? nil : unsafe lists.popLast()
        set(CURLOPT_HTTPHEADER, list: lines)
        headerLines = lines
        if let old = unsafe old { unsafe curl_slist_free_all(old) }
    }

    /// - Parameter bytes: Copied.
    func setBody(_ bytes: [UInt8]) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, size: bytes.count)
        unsafe bytes.withUnsafeBytes { buffer in
            // An empty array has no address, and null would mean "ask the read function".
            let start = unsafe buffer.baseAddress.map { unsafe UnsafeMutableRawPointer(mutating: $0) }
            unsafe set(CURLOPT_COPYPOSTFIELDS, pointer: start ?? UnsafeMutableRawPointer(errorText))
        }
    }

    private func note(_ outcome: CURLcode) {
        if outcome != CURLE_OK, optionFault == nil { optionFault = outcome }
    }

    // MARK: - Cookies

    func keepCookies() {
        if !isSetForPlainTransfers || !keepsCookies { set(CURLOPT_COOKIEFILE, "") }
        keepsCookies = true
        set(CURLOPT_COOKIELIST, "ALL")
    }

    func addCookies(_ jar: CookieJar) {
        for line in jar.lines { set(CURLOPT_COOKIELIST, line) }
    }

    var cookies: CookieJar {
        var list: UnsafeMutablePointer<curl_slist>?
        guard unsafe assay_curl_get_list(pointer, CURLINFO_COOKIELIST, &list) == CURLE_OK else { return CookieJar() }
        defer { unsafe curl_slist_free_all(list) }
        var jar = CookieJar()
        var next = unsafe list
        while let item = unsafe next {
            unsafe jar.lines.append(String(cString: item.pointee.data))
            unsafe next = item.pointee.next
        }
        return jar
    }

    // MARK: - What came of a transfer

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        _ = unsafe assay_curl_get_long(pointer, info, &value)
        return value
    }

    /// Of the connection that the last transfer used; `nil` when it is closed.
    var socket: Int32? {
        var socket: curl_socket_t = -1
        let outcome = unsafe assay_curl_get_socket(pointer, &socket)
        return outcome == CURLE_OK && socket >= 0 ? socket : nil
    }

    /// Whether the last response came over HTTP/2.
    var isMultiplexed: Bool { long(CURLINFO_HTTP_VERSION) == Int(CURL_HTTP_VERSION_2_0) }

    /// `nil` for a phase that there was not.
    func time(_ info: CURLINFO) -> Duration? {
        var microseconds: curl_off_t = 0
        _ = unsafe assay_curl_get_size(pointer, info, &microseconds)
        return microseconds > 0 ? .microseconds(Int64(microseconds)) : nil
    }
}
