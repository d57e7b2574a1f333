package io.cleanroom.jdbc;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why a server cannot be reached, in words for those who do not know Java's network. */
final class Unreachable {
    private Unreachable() {}

    static String why(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
                return "unknown host";
            }
        }
        if (failure instanceof TimeoutException || failure instanceof HttpTimeoutException) {
            return failure.getMessage() == null ? "no answer in time" : failure.getMessage();
        }
        if (failure instanceof SSLException) {
            return "TLS: " + certificate((SSLException) failure);
        }
        if (failure instanceof ConnectException) {
            return failure.getMessage() == null ? "connection refused" : failure.getMessage();
        }
        if (failure instanceof IOException && failure.getMessage() != null) {
            return failure.getMessage();
        }
        return failure.toString();
    }

    private static String certificate(SSLException failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CertificateExpiredException) {
                return "the server's certificate has expired (" + t.getMessage() + ")";
            }
            if (t instanceof CertificateNotYetValidException) {
                return "the server's certificate is not valid yet (" + t.getMessage() + ")";
            }
            if (t instanceof CertPathBuilderException) {
                return "nobody who is trusted has signed the server's certificate; property truststore says who is ("
                        + t.getMessage() + ")";
            }
        }
        return String.valueOf(failure.getMessage());
    }
}
