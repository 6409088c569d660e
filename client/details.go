package client

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"cardwallet/crypto"
)

// Opener decrypts one sealed field with the account's private key, on this machine. Its error says how to get a key where
// there is none.
type Opener interface {
	Open(ctx context.Context, sealed string) (crypto.Secret, error)
}

// FieldKind says what a field must look like once it is open.
type FieldKind string

// The kinds of sealed fields.
const (
	FieldPAN    FieldKind = "number"
	FieldCVV    FieldKind = "cvv"
	FieldExpiry FieldKind = "expiry"
	FieldURL    FieldKind = "url"  // gift card redemption, 3DS authorization
	FieldCode   FieldKind = "code" // one-time password or activation code
)

// ErrForm is returned when an opened value does not look like what it should be, which a wrong key can produce.
var ErrForm = errors.New("the opened value has the wrong form")

// Field is one value that the issuer sent sealed or in the clear. It is opened when a person asks, not when it arrives.
type Field struct {
	kind   FieldKind
	plain  crypto.Secret
	sealed string
	opener Opener
}

// PlainField is a value that came in the clear.
func PlainField(kind FieldKind, value crypto.Secret) Field {
	return Field{kind: kind, plain: value}
}

// SealedField is a value that came encrypted; opener opens it.
func SealedField(kind FieldKind, sealed string, opener Opener) Field {
	return Field{kind: kind, sealed: sealed, opener: opener}
}

// Present reports whether the issuer sent the value at all.
func (f Field) Present() bool { return f.sealed != "" || !f.plain.IsZero() }

// Kind says what the field holds.
func (f Field) Kind() FieldKind { return f.kind }

// Open decrypts the value and checks its form: PAN 12 to 19 digits (with a right check digit where it was sealed), CVV 3 or 4
// digits, expiry a month, code 4 to 8 digits, URL http or https. A PAN comes back without spaces, an expiry as MM/YY. The caller wipes the result.
// It returns ErrForm when the form is wrong, ErrNotFound when the issuer sent nothing, or the opener's error.
func (f Field) Open(ctx context.Context) (crypto.Secret, error) {
	var opened crypto.Secret
	switch {
	case !f.plain.IsZero():
		opened = f.plain.Clone()
	case f.sealed == "":
		return crypto.Secret{}, fmt.Errorf("%w: this card has no %s", ErrNotFound, f.kind)
	case f.opener == nil:
		return crypto.Secret{}, errors.New("no private key for this profile\nset private_key in the config")
	default:
		var err error
		if opened, err = f.opener.Open(ctx, f.sealed); err != nil {
			return crypto.Secret{}, err
		}
	}
	defer opened.Wipe()
	return f.normalize(opened)
}

func (f Field) normalize(opened crypto.Secret) (crypto.Secret, error) {
	var out crypto.Secret
	opened.Reveal(func(b []byte) {
		switch f.kind {
		case FieldPAN:
			// A wrong key cannot have made what came in the clear, and documented examples fail the check digit.
			if digits := withoutSpaces(b); crypto.ValidPAN(digits) || f.sealed == "" && onlyDigits(digits, 12, 19) {
				out = crypto.NewSecret(digits)
			} else {
				clear(digits)
			}
		case FieldCVV:
			if crypto.ValidCVV(b) {
				out = crypto.NewSecret(append([]byte(nil), b...))
			}
		case FieldExpiry:
			if month, year, ok := crypto.ParseExpiry(b); ok {
				out = crypto.NewSecret(fmt.Appendf(nil, "%02d/%02d", month, year%100))
			}
		case FieldCode:
			if crypto.ValidCode(b) {
				out = crypto.NewSecret(append([]byte(nil), b...))
			}
		case FieldURL:
			if webAddress(b) {
				out = crypto.NewSecret(append([]byte(nil), b...))
			}
		}
	})
	if out.IsZero() {
		return out, fmt.Errorf("%w: not a %s\ncheck that private_key is the one registered with the issuer, and padding", ErrForm, f.kind)
	}
	return out, nil
}

// Wipe removes a value that came in the clear from memory.
func (f Field) Wipe() { f.plain.Wipe() }

// Details are a card's sensitive values. A gift card has only ActivateURL; other cards have no ActivateURL
// (FinHub cards page).
type Details struct {
	Number      Field
	CVV         Field
	Expiry      Field
	ActivateURL Field
}

// Wipe removes every value that came in the clear from memory.
func (d Details) Wipe() {
	for _, f := range []Field{d.Number, d.CVV, d.Expiry, d.ActivateURL} {
		f.Wipe()
	}
}

func withoutSpaces(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for _, c := range b {
		if c != ' ' && c != '-' {
			out = append(out, c)
		}
	}
	return out
}

func onlyDigits(b []byte, least, most int) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) >= least && len(b) <= most
}

func webAddress(b []byte) bool {
	for _, c := range b {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	u, err := url.Parse(string(b))
	return err == nil && u.Host != "" && (strings.EqualFold(u.Scheme, "https") || strings.EqualFold(u.Scheme, "http"))
}
