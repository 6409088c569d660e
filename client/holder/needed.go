package holder

// Needed is whom a new card of some types is made out to.
const Needed = "a holder that passed the issuer's review"

// MakeWith is the command that makes a holder for cards of the type.
func MakeWith(typeID string) string { return "cardwallet holders create --type " + typeID }
