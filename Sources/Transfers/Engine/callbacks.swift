internal import CLibCurl

extension EasyHandle {
    /// Has libcurl call `transfer`, which has to outlive the transfer.
    func report(to transfer: ActiveTransfer) {
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        _ = unsafe assay_curl_set_data_function(pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let transfer = unsafe activeTransfer(context) else { return 0 }
            return unsafe transfer.receive(body: buffer(bytes, size * count)) ? size * count : 0
        }
        unsafe set(CURLOPT_WRITEDATA, pointer: context)
        _ = unsafe assay_curl_set_data_function(pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let transfer = unsafe activeTransfer(context) else { return 0 }
            return unsafe transfer.receive(line: buffer(bytes, size * count)) ? size * count : 0
        }
        unsafe set(CURLOPT_HEADERDATA, pointer: context)
        switch transfer.work {
        case .http:
            _ = unsafe assay_curl_set_prereq_function(pointer) { context, _, _, _, _ in
                unsafe activeTransfer(context)?.aboutToSend() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            }
            unsafe set(CURLOPT_PREREQDATA, pointer: context)
        case .smtp:
            _ = unsafe assay_curl_set_data_function(pointer, CURLOPT_READFUNCTION) { bytes, size, count, context in
                guard let transfer = unsafe activeTransfer(context), let bytes = unsafe bytes else { return 0 }
                let start = unsafe UnsafeMutableRawPointer(bytes).assumingMemoryBound(to: UInt8.self)
                return unsafe transfer.read(into: UnsafeMutableBufferPointer(start: start, count: size * count))
            }
            unsafe set(CURLOPT_READDATA, pointer: context)
        case .imap: break
        }
    }

    /// Listens to libcurl's own words for the one case in which a request may be sent again: no option tells of it.
    func watchForRefusedStreams(of transfer: ActiveTransfer) {
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        _ = unsafe assay_curl_set_debug_function(pointer) { _, type, bytes, count, context in
            guard type == CURLINFO_TEXT, unsafe buffer(bytes, count).starts(with: "REFUSED_STREAM".utf8) else { return 0 }
            unsafe activeTransfer(context)?.mayBeRepeated = true
            return 0
        }
        unsafe set(CURLOPT_DEBUGDATA, pointer: context)
        set(CURLOPT_VERBOSE, true)
    }
}

private func activeTransfer(_ context: UnsafeMutableRawPointer?) -> ActiveTransfer? {
    unsafe context.map { unsafe Unmanaged<ActiveTransfer>.fromOpaque($0).takeUnretainedValue() }
}

private func buffer(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    let start = unsafe UnsafeRawPointer(bytes)?.assumingMemoryBound(to: UInt8.self)
    return unsafe UnsafeBufferPointer(start: start, count: unsafe start == nil ? 0 : count)
}
