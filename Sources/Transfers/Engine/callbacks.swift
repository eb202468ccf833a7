internal import CLibCurl

extension EasyHandle {
    /// Has libcurl call `transfer`, which has to outlive the transfer.
    func report(to transfer: ActiveTransfer, sockets: OpenSockets) {
        setSocketFunctions(sockets)
        setContext(of: transfer)
        _ = unsafe assay_curl_set_data_function(pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let transfer = unsafe activeTransfer(context) else { return 0 }
            return unsafe transfer.receive(body: buffer(bytes, size * count)) ? size * count : 0
        }
        _ = unsafe assay_curl_set_data_function(pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let transfer = unsafe activeTransfer(context) else { return 0 }
            return unsafe transfer.receive(line: buffer(bytes, size * count)) ? size * count : 0
        }
        switch transfer.work {
        case .http:
            _ = unsafe assay_curl_set_prereq_function(pointer) { context, address, _, port, localPort in
                guard let transfer = unsafe activeTransfer(context) else { return CURL_PREREQFUNC_ABORT }
                let address = unsafe address.map { unsafe String(cString: $0) } ?? ""
                let ends = OpenSockets.Ends(localPort: localPort, peerAddress: address, peerPort: port)
                return transfer.aboutToSend(on: ends) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            }
        case .smtp:
            _ = unsafe assay_curl_set_data_function(pointer, CURLOPT_READFUNCTION) { bytes, size, count, context in
                guard let transfer = unsafe activeTransfer(context), let bytes = unsafe bytes else { return 0 }
                let start = unsafe UnsafeMutableRawPointer(bytes).assumingMemoryBound(to: UInt8.self)
                return unsafe transfer.read(into: UnsafeMutableBufferPointer(start: start, count: size * count))
            }
            unsafe set(CURLOPT_READDATA, pointer: Unmanaged.passUnretained(transfer).toOpaque())
        case .imap: break
        }
    }

    /// What the functions are called with.
    func setContext(of transfer: ActiveTransfer) {
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA] { unsafe set(option, pointer: context) }
    }

    /// - Parameter sockets: Has to outlive every connection.
    private func setSocketFunctions(_ sockets: OpenSockets) {
        let context = unsafe Unmanaged.passUnretained(sockets).toOpaque()
        _ = unsafe assay_curl_set_socket_functions(
            pointer,
            { context, _, address in
                guard let sockets = unsafe openSockets(context), let address = unsafe address?.pointee else { return -1 }
                return sockets.open(family: address.family, type: address.socktype, protocol: address.protocol)
            },
            { context, socket in unsafe openSockets(context)?.close(socket) ?? -1 })
        unsafe set(CURLOPT_OPENSOCKETDATA, pointer: context)
        unsafe set(CURLOPT_CLOSESOCKETDATA, pointer: context)
    }

    /// Listens to libcurl's own words for the cases in which a request may be sent again: no option tells of them.
    func listen(for transfer: ActiveTransfer) {
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        _ = unsafe assay_curl_set_debug_function(pointer) { _, type, bytes, count, context in
            if type == CURLINFO_TEXT { unsafe activeTransfer(context)?.hear(buffer(bytes, count)) }
            return 0
        }
        unsafe set(CURLOPT_DEBUGDATA, pointer: context)
        set(CURLOPT_VERBOSE, true)
    }
}

private func activeTransfer(_ context: UnsafeMutableRawPointer?) -> ActiveTransfer? {
    unsafe context.map { unsafe Unmanaged<ActiveTransfer>.fromOpaque($0).takeUnretainedValue() }
}

private func openSockets(_ context: UnsafeMutableRawPointer?) -> OpenSockets? {
    unsafe context.map { unsafe Unmanaged<OpenSockets>.fromOpaque($0).takeUnretainedValue() }
}

private func buffer(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    let start = unsafe UnsafeRawPointer(bytes)?.assumingMemoryBound(to: UInt8.self)
    return unsafe UnsafeBufferPointer(start: start, count: unsafe start == nil ? 0 : count)
}
