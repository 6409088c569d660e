package config

import "time"

// Issuers that a profile can be for, the values of [Profile.Issuer].
const (
	FinHub = "finhub"
	Aurex  = "aurex"
	Linora = "linora"
)

// Profile is one account at one issuer. Settings that its issuer does not have are empty.
type Profile struct {
	// Name is the NAME of [profiles.NAME]: 1 to 64 letters, digits, "-", "_" and ".", the first a letter or digit.
	Name   string
	Issuer string
	// BaseURL has no slash at its end. FinHub defaults to its sandbox (FinHub cards page), Aurex to its production host (Aurex
	// cards page; it has no sandbox). Linora documents none, so it must be given.
	BaseURL string

	// How FinHub is signed in to; SignIn says which of these count.
	Email      string
	Username   string // only with SessionURL
	Password   Ref
	LoginURL   string // default: /api/auth/login on the host of BaseURL (FinHub authentication page)
	SessionURL string // ends in /organization/ORG/users/USER/sessions
	Token      Ref    // a ready bearer token
	TenantID   string

	// What Aurex and Linora want instead.
	UserID string
	APIKey Ref

	// PrivateKey opens sealed card data: RSA in PEM or bare base64. Without one, what the issuer sealed stays sealed.
	PrivateKey           Ref
	PrivateKeyPassphrase Ref // not set: asked for at the terminal, where the key needs one
	// Padding is pkcs1v15, oaep-sha1, oaep-sha256 or oaep-sha256-mgf1-sha1.
	Padding string
	// OTPTTL is how long a code lives where the issuer sends no expiry, from 10s to 1h.
	OTPTTL time.Duration
	// ReadOnly refuses everything that moves money or changes a card.
	ReadOnly bool
	// ReadOnlyBy is the variable that set ReadOnly; empty where the file does.
	ReadOnlyBy string
	// RatePerMinute is how many requests a minute the issuer takes; 0: no limit. Aurex documents 60 for each key (Aurex
	// overview page); for Linora the same is inferred; FinHub documents none.
	RatePerMinute int

	// Headers that FinHub wants with every request (FinHub authentication page).
	ClientIP    string // X-Forwarded-For
	ServiceName string // X-Forwarded-From
	Platform    string // platform: web, ios or android
	DeviceID    string // deviceId; empty: the caller derives a stable one
	// CardIDs are asked for one by one where FinHub does not answer a card list.
	CardIDs []string

	// How Linora takes the key, and where its paths differ from Aurex's: inferred defaults, since Linora documents neither.
	AuthHeader string
	AuthScheme string // before the key in the header; empty: the key alone
	// Paths replaces path templates, by the names of PathKeys. They begin with "/", follow BaseURL, and may hold {userId} and
	// {cardId}.
	Paths map[string]string
}

// SignInMethod is how a profile signs in.
type SignInMethod string

// The sign-in methods: the first three are FinHub's.
const (
	SignInLogin   SignInMethod = "login"   // Email, Password and TenantID posted to LoginURL (FinHub authentication page)
	SignInSession SignInMethod = "session" // SessionUser and Password posted to SessionURL (the vendor's Postman collection)
	SignInToken   SignInMethod = "token"   // Token as it is
	SignInAPIKey  SignInMethod = "api-key" // APIKey with every request
)

// SignIn says how the profile signs in; a checked config has exactly one way.
func (p Profile) SignIn() SignInMethod {
	switch {
	case p.Issuer != FinHub:
		return SignInAPIKey
	case !p.Token.IsZero():
		return SignInToken
	case p.SessionURL != "":
		return SignInSession
	default:
		return SignInLogin
	}
}

// SessionUser returns the user name for a session: Username, or Email where only that is given.
func (p Profile) SessionUser() string {
	if p.Username != "" {
		return p.Username
	}
	return p.Email
}

// PathKeys are the requests whose path Linora profiles can replace in [profiles.NAME.paths].
var PathKeys = []string{"wallet", "cards", "card", "topup", "transactions", "otp", "deposits"}

// cardPaths are those that are about one card and useless without {cardId}.
var cardPaths = []string{"card", "topup", "transactions", "otp"}

// NewProfile returns what a profile of that issuer has when the file says no more.
func NewProfile(name, issuer string) Profile {
	p := Profile{Name: name, Issuer: issuer, Padding: "pkcs1v15", OTPTTL: 5 * time.Minute}
	switch issuer {
	case FinHub:
		p.BaseURL = "https://sandbox.finhub.cloud/api/v2.1/fincard/virtual"
		p.ClientIP, p.ServiceName, p.Platform = "127.0.0.1", "cardwallet", "web"
	case Aurex:
		p.BaseURL = "https://aurex.cash/api/dashboard"
		p.RatePerMinute = 60
	case Linora:
		p.AuthHeader, p.AuthScheme = "Authorization", "Bearer"
		p.RatePerMinute = 60
	}
	return p
}
