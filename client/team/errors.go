package team

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"cardwallet/client"
)

// ErrSchema is wrapped where the database's schema is missing, or older or newer than this program.
var ErrSchema = errors.New("the team's database has another schema")

const migrateHint = "let the owner of the schema run: cardwallet state migrate"

// awayError says that the database does not answer.
type awayError struct {
	place, why string
	kinds      []error
}

// Error says it in one line, and where and why on the next.
func (e *awayError) Error() string {
	return fmt.Sprintf("the team's journal does not answer\n%s: %s; see: cardwallet state check", e.place, e.why)
}

// Unwrap gives client.ErrUnreachable, and journal.ErrMaybe where a commit was under way.
func (e *awayError) Unwrap() []error { return e.kinds }

// Explain puts an error of the database into words. It returns the others as they are. What was away wraps client.ErrUnreachable, what the
// role may not do client.ErrNotAllowed.
func (d *Database) Explain(err error) error {
	var said *pgconn.PgError
	var away *awayError
	switch {
	case err == nil, errors.As(err, &away), errors.Is(err, context.Canceled), errors.Is(err, sql.ErrNoRows):
		return err
	case errors.As(err, &said):
		return d.refused(said)
	case broken(err):
		return d.away(err)
	}
	return err
}

func (d *Database) away(err error, more ...error) error {
	host, _ := d.Place()
	return &awayError{place: host, why: why(err), kinds: append(more, client.ErrUnreachable)}
}

// refused is what the server itself says.
func (d *Database) refused(e *pgconn.PgError) error {
	role := d.Role()
	switch code := e.Code; {
	case serialization(e), absent(e), code == "25006": // the last one is a server that only reads, as a standby does
		return d.away(e)
	case code == "28P01", code == "28000":
		return fmt.Errorf("the team's journal refuses the login of %q: %w\n"+
			"check the user and the password of [state] url", role, client.ErrNotAllowed)
	case code == "42501":
		return fmt.Errorf("the role %q has too few rights in the team's database (%s): %w\ndocs/team.md has the rights that it needs",
			role, e.Message, client.ErrNotAllowed)
	case code == "3D000":
		return fmt.Errorf("%w: there is no such database\ncheck [state] url; docs/team.md says how to make it", ErrSchema)
	case code == "42P01", code == "3F000", code == "42703":
		return fmt.Errorf("%w: %s\n%s", ErrSchema, e.Message, migrateHint)
	}
	return fmt.Errorf("the team's journal: %s (SQLSTATE %s)", e.Message, e.Code)
}

// serialization reports whether a transaction has to be tried again, since others were in its way. It was undone.
func serialization(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
}

// absent reports whether the server said that it is not there for us now: it starts, ends, or has no room.
func absent(e *pgconn.PgError) bool {
	return strings.HasPrefix(e.Code, "08") || strings.HasPrefix(e.Code, "57P") || strings.HasPrefix(e.Code, "53")
}

// broken reports whether the connection failed, or none came about, or no answer came in time.
func broken(err error) bool {
	if err == nil {
		return false
	}
	if e, said := errors.AsType[*pgconn.PgError](err); said {
		return absent(e)
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, context.DeadlineExceeded) || pgconn.SafeToRetry(err) || pgconn.Timeout(err) ||
		strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "bad connection")
}

// why is the cause without what the driver says of users and addresses.
func why(err error) string {
	var said *pgconn.PgError
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var lookup *net.DNSError
	var failed *net.OpError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &said):
		return said.Message
	case errors.As(err, &authority):
		return "its certificate is of an authority that is not known here: name that in sslrootcert"
	case errors.As(err, &name), errors.As(err, &invalid):
		return "its certificate cannot be used: " + client.FirstLine(certificate(err))
	case errors.As(err, &record), strings.Contains(err.Error(), "server refused TLS"):
		return "it has no TLS"
	case errors.As(err, &lookup):
		return "there is no host of this name"
	case errors.Is(err, context.DeadlineExceeded), pgconn.Timeout(err):
		return "no answer in time"
	case errors.As(err, &failed):
		return failed.Err.Error()
	}
	return "the connection broke"
}

// certificate is the part of an error that tells of a certificate.
func certificate(err error) error {
	var name x509.HostnameError
	if errors.As(err, &name) {
		return name
	}
	var invalid x509.CertificateInvalidError
	errors.As(err, &invalid)
	return invalid
}
