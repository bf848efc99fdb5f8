import Crypto
import Foundation
import Hub
import NIOSSL
import Storage
import SwiftASN1
import X509

/// The certificate that the hub shows: the one of the settings, or one it makes for first use, which browsers warn of until it is replaced.
enum ServerCertificate {
    static func configuration(_ settings: ServingSettings, in folder: HubFolder) throws -> TLSConfiguration {
        let (certificate, key): (String, String)
        if let named = settings.tls {
            (certificate, key) = (named.certificate, named.key)
        } else {
            (certificate, key) = try forFirstUse(names: settings.names ?? ["localhost"], in: folder)
        }
        do {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
            configuration.minimumTLSVersion = .tlsv12
            // FIPS-approved suites alone, with forward secrecy; those of TLS 1.3 are the library's.
            configuration.cipherSuites =
                "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256"
            if let clients = settings.tls?.clients {
                configuration.trustRoots = .file(clients)
                // Asked for, not demanded: browsers without one come in by password and code.
                configuration.certificateVerification = .optionalVerification
                configuration.sendCANameList = true
            }
            return configuration
        } catch {
            throw HubError(
                .setUp, code: "certificate-not-usable", "The certificate or key to serve with cannot be used.",
                remedy: "Give PEM files of a certificate chain and its key in serving.yaml.")
        }
    }

    /// Last day of the certificate that is shown; nil where it cannot be read.
    static func expiry(_ settings: ServingSettings, in folder: HubFolder) -> Date? {
        let path = settings.tls?.certificate ?? folder.root.appending(path: "tls/certificate.pem").path
        guard settings.proxy == nil, let text = FileManager.default.contents(atPath: path).map({ String(decoding: $0, as: UTF8.self) }),
            let first = try? PEMDocument.parseMultiple(pemString: text).first
        else { return nil }
        return (try? Certificate(pemDocument: first))?.notValidAfter
    }

    /// Made once, for the hub's owner alone to read, for two years.
    static func forFirstUse(names: [String], in folder: HubFolder) throws -> (certificate: String, key: String) {
        let place = folder.ownCertificate
        let (certificate, key) = (place.appending(path: "certificate.pem"), place.appending(path: "key.pem"))
        let files = FileManager.default
        if files.fileExists(atPath: certificate.path), files.fileExists(atPath: key.path) { return (certificate.path, key.path) }
        try files.createDirectory(at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let secret = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName("Sharewell, made for first use") }
        let now = Date()
        let made = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(secret.publicKey), notValidBefore: now - 3600,
            notValidAfter: now + 2 * 365 * 86400, issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(
                    Set(names + ["localhost"]).sorted().map { GeneralName.dnsName($0) } + [
                        .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))
                    ])
            }, issuerPrivateKey: .init(secret))
        var serializer = DER.Serializer()
        try serializer.serialize(made)
        let pem = PEMDocument(type: "CERTIFICATE", derBytes: serializer.serializedBytes).pemString + "\n"
        // The key first: with a certificate alone, both are made again.
        try DurableFile.write(Array((secret.pemRepresentation + "\n").utf8), to: key)
        try DurableFile.write(Array(pem.utf8), to: certificate)
        return (certificate.path, key.path)
    }
}
