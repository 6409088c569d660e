package finhub

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"cardwallet/client"
	"cardwallet/crypto"
)

// mask stands for a secret where a request is shown.
const mask = "******"

// member is a secret member of a JSON object.
type member struct {
	name  string
	value crypto.Secret
}

// withSecrets is a JSON object with secrets as further members; object has at least one of its own. It makes no copy of a secret but the
// one in what it returns.
func withSecrets(object map[string]any, secrets ...member) ([]byte, error) {
	plain, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	size := len(plain)
	for _, s := range secrets {
		size += len(s.name) + len(`,"":""`) + len(`\u0000`)*s.value.Len()
	}
	body := make([]byte, 0, size) // never grown, which would leave a copy behind
	body = append(body, plain[:len(plain)-1]...)
	for _, s := range secrets {
		body = append(append(append(body, `,"`...), s.name...), `":"`...)
		s.value.Reveal(func(b []byte) {
			if !utf8.Valid(b) {
				err = fmt.Errorf("the %s is not text in UTF-8", s.name)
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

// masked hides the secrets of a request in a text that FinHub sent, which may repeat what it refuses.
func masked(text string, secrets []member) string {
	for _, s := range secrets {
		s.value.Reveal(func(b []byte) {
			if len(b) > 0 {
				text = strings.ReplaceAll(text, string(b), mask)
			}
		})
	}
	return text
}

// maskedError is masked for the text in an error.
func maskedError(err error, secrets []member) error {
	var e *client.Error
	if len(secrets) == 0 || !errors.As(err, &e) {
		return err
	}
	out := *e
	out.Message, out.Code = masked(e.Message, secrets), masked(e.Code, secrets)
	return &out
}
