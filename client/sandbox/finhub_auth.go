package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/http"
	"strings"
)

// token is the answer to a login. It has no envelope (FinHub authentication page).
type token struct {
	AccessToken string `json:"accessToken"`
	TokenType   string `json:"tokenType"`
	ExpiresIn   int64  `json:"expiresIn"` // seconds
}

// login gives out a token: for /api/auth/login as it is, for a session inside the envelope, as its clients read it.
func (f *finhub) login(c *call) answer {
	in := readFields(c.raw)
	session := c.path == f.endpoint.SessionURL
	var name, tenant string
	if session {
		name, tenant = in.text("username", true), c.header.Get("X-Tenant-ID")
	} else {
		name, tenant = in.text("email", true), in.text("tenantId", true)
	}
	password := in.text("password", true)
	if err := in.done(); err != nil {
		return f.refuse(err)
	}
	right := subtle.ConstantTimeCompare([]byte(password), []byte(f.endpoint.Password)) == 1
	if !right || name != f.endpoint.Email || tenant != f.endpoint.TenantID || c.header.Get("X-Tenant-ID") != f.endpoint.TenantID {
		return f.refuse(unauthorized("Invalid credentials"))
	}
	t := f.newToken(c)
	if session {
		return jsonAnswer(http.StatusOK, encode(envelope{Success: true, Code: 200, Msg: successWord(c.path), Data: t}))
	}
	return jsonAnswer(http.StatusOK, encode(t))
}

// newToken makes what looks like a JWT. Its signature depends on the seed only, so that a run can be repeated.
func (f *finhub) newToken(c *call) token {
	f.issued++
	expires := c.now.Add(f.opts.TokenTTL)
	part := base64.RawURLEncoding.EncodeToString
	claims := fmt.Sprintf(`{"sub":%q,"tenant":%q,"iat":%d,"exp":%d,"jti":"%d"}`, f.endpoint.Email, f.endpoint.TenantID, c.now.Unix(),
		expires.Unix(), f.issued)
	body := part([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + part([]byte(claims))
	mac := hmac.New(sha256.New, binary.BigEndian.AppendUint64([]byte("sandbox"), f.opts.Seed))
	mac.Write([]byte(body))
	value := body + "." + part(mac.Sum(nil))
	for old, end := range f.tokens {
		if !end.After(c.now) {
			delete(f.tokens, old)
		}
	}
	f.tokens[value] = expires
	return token{AccessToken: value, TokenType: "Bearer", ExpiresIn: int64(f.opts.TokenTTL.Seconds())}
}

func (f *finhub) authenticate(c *call) error {
	value, ok := strings.CutPrefix(c.header.Get("Authorization"), "Bearer ")
	expires, known := f.tokens[value]
	switch {
	case !ok || !known:
		return unauthorized("Invalid token")
	case !expires.After(c.now):
		return unauthorized("Token expired")
	case c.header.Get("X-Tenant-ID") != f.endpoint.TenantID:
		return unauthorized("Token is of another tenant")
	}
	return nil
}

// RevokeTokens makes FinHub refuse every token that it has given out.
func (s *Sandbox) RevokeTokens() {
	f := s.finhub
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.tokens)
}

// IssueToken gives out a FinHub token without a login, as a dashboard would. It lives for Options.TokenTTL.
func (s *Sandbox) IssueToken() string {
	f := s.finhub
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.newToken(&call{now: s.opts.Now()}).AccessToken
}
