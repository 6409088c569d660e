package transport

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"cardwallet/client"
)

// Mask stands for a secret where a request is shown.
const Mask = "******"

// Member is a secret member of a JSON object.
type Member struct {
	Name  string
	Value Secret
}

// WithSecrets is a JSON object with secrets as further members; object has at least one of its own. It makes no copy of a secret but the
// one in what it returns.
func WithSecrets(object map[string]any, secrets ...Member) (Encoded, error) {
	plain, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	size := len(plain)
	for _, s := range secrets {
		s.Value.Reveal(func(b []byte) { size += len(s.Name) + len(`,"":""`) + len(`\u0000`)*len(b) })
	}
	body := make([]byte, 0, size) // never grown, which would leave a copy behind
	body = append(body, plain[:len(plain)-1]...)
	for _, s := range secrets {
		body = append(append(append(body, `,"`...), s.Name...), `":"`...)
		s.Value.Reveal(func(b []byte) {
			if !utf8.Valid(b) {
				err = fmt.Errorf("the %s is not text in UTF-8", s.Name)
			}
			body = appendEscaped(body, b)
		})
		body = append(body, '"')
	}
	if err != nil {
		clear(body)
		return nil, err
	}
	return append(body, '}'), nil
}

// appendEscaped writes text as JSON wants it between quotes.
func appendEscaped(body, text []byte) []byte {
	for _, c := range text {
		switch {
		case c < ' ':
			body = fmt.Appendf(body, `\u%04x`, c)
		case c == '"' || c == '\\':
			body = append(body, '\\', c)
		default:
			body = append(body, c)
		}
	}
	return body
}

// Masked hides the secrets of a request in a text that the issuer sent, which may repeat what it refuses.
func Masked(text string, secrets []Member) string {
	for _, s := range secrets {
		s.Value.Reveal(func(b []byte) {
			if len(b) > 0 {
				text = strings.ReplaceAll(text, string(b), Mask)
			}
		})
	}
	return text
}

// MaskedError is Masked for the text in an error.
func MaskedError(err error, secrets []Member) error {
	var e *client.Error
	if len(secrets) == 0 || !errors.As(err, &e) {
		return err
	}
	out := *e
	out.Message, out.Code = Masked(e.Message, secrets), Masked(e.Code, secrets)
	return &out
}
