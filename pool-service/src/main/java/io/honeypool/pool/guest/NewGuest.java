package io.honeypool.pool.guest;

import java.util.UUID;

/**
 * What is known about a guest before anything of it exists.
 *
 * @param id its id
 * @param profile its guest profile
 * @param image name of its image
 * @param recipe version of its image
 * @param identity what its slot gives it
 * @param access how one logs in to it
 */
public record NewGuest(
        UUID id, String profile, String image, String recipe, GuestIdentity identity, GuestAccess access) {}
