package finhub

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"
	"unicode/utf8"

	"cardwallet/client"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// tokenLifetime is how long a token lives where the login does not say (FinHub authentication page).
const tokenLifetime = time.Hour

// auth chooses the way to sign in.
func (d *Driver) auth(base *url.URL) (transport.Auth, error) {
	o := d.options
	var err error
	switch {
	case o.Token != nil:
		return transport.NewStaticSession(o.Now, o.Token), nil
	case o.Password == nil:
		return nil, errors.New("no way to sign in\nset password, or token, in the profile")
	case o.SessionURL != "":
		d.loginURL, err = transport.ParseAddress("session_url", o.SessionURL)
	default:
		host := url.URL{Scheme: base.Scheme, Host: base.Host, Path: "/api/auth/login"}
		d.loginURL, err = transport.ParseAddress("login_url", cmp.Or(o.LoginURL, host.String()))
	}
	if err != nil {
		return nil, err
	}
	if o.Username == "" {
		return nil, errors.New("email is missing")
	}
	return transport.NewSession(o.Now, d.login), nil
}

// loginAnswer is {accessToken, expiresIn} as it is (FinHub authentication page) or within the envelope (the vendor's Postman
// collection).
type loginAnswer struct {
	issued
	Success *bool        `json:"success"`
	Code    transport.ID `json:"code"`
	Msg     *string      `json:"msg"`
	Data    *issued      `json:"data"`
}

type issued struct {
	AccessToken transport.Bytes  `json:"accessToken"`
	ExpiresIn   transport.Amount `json:"expiresIn"` // seconds
}

// login fetches a token. The password is in the clear in bytes that are wiped when the request has been made, and in what net/http and
// the system make of them.
func (d *Driver) login(ctx context.Context) (transport.Token, error) {
	o := d.options
	password, err := o.Password(ctx)
	if err != nil {
		return transport.Token{}, err
	}
	defer password.Wipe()
	if password.IsZero() {
		return transport.Token{}, errors.New("the password is empty")
	}
	account := map[string]string{"email": o.Email, "tenantId": o.TenantID}
	if o.SessionURL != "" {
		account = map[string]string{"username": o.Username}
	}
	body, err := withPassword(account, password)
	if err != nil {
		return transport.Token{}, err
	}
	var answer loginAnswer
	if err := d.api.Login(ctx, d.loginURL, body, &answer); err != nil {
		return transport.Token{}, err
	}
	got := answer.issued
	if answer.Data != nil && len(got.AccessToken) == 0 {
		got = *answer.Data
	}
	if len(got.AccessToken) == 0 {
		e := &client.Error{Kind: client.ErrGarbage, Op: "log in", Cause: errors.New("no token in the answer")}
		if answer.Success != nil && !*answer.Success {
			e.Kind, e.Code = client.ErrNotAllowed, string(answer.Code)
			if answer.Msg != nil {
				e.Message = *answer.Msg
			}
		}
		return transport.Token{}, e
	}
	lifetime := tokenLifetime
	if seconds := got.ExpiresIn.Decimal.IntPart(); seconds > 0 {
		lifetime = time.Duration(min(seconds, 24*60*60)) * time.Second
	}
	return transport.Token{Value: crypto.NewSecret(got.AccessToken), Lifetime: lifetime}, nil
}

// withPassword is the account as a JSON object with the password as another member. It makes no copy of the password but the one in what it
// returns.
func withPassword(account map[string]string, password crypto.Secret) ([]byte, error) {
	object, err := json.Marshal(account)
	if err != nil {
		return nil, err
	}
	const name = `,"password":"`
	body := make([]byte, 0, len(object)+len(name)+len(`\u0000`)*password.Len()+len(`"}`)) // never grown, which would leave a copy behind
	body = append(append(body, object[:len(object)-1]...), name...)
	password.Reveal(func(b []byte) {
		if !utf8.Valid(b) {
			err = errors.New("the password is not text in UTF-8")
			return
		}
		for _, c := range b {
			switch {
			case c < ' ':
				body = fmt.Appendf(body, `\u%04x`, c)
			case c == '"' || c == '\\':
				body = append(body, '\\', c)
			default:
				body = append(body, c)
			}
		}
	})
	if err != nil {
		clear(body)
		return nil, err
	}
	return append(body, `"}`...), nil
}
