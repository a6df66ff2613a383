package io.honeypool.pool.guest;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of guests. */
interface GuestRows extends Repository<Guest, UUID> {

    Guest save(Guest guest);

    Optional<Guest> findById(UUID id);

    List<Guest> findAllByIdIn(Collection<UUID> ids);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select g from Guest g where g.id = :id")
    Optional<Guest> lock(UUID id);

    List<Guest> findAllByOwnerAndStateIn(String owner, Collection<GuestState> states);

    Page<Guest> findAllByStateIn(Collection<GuestState> states, Pageable page);

    @Query("select g.owner as owner, g.profile as profile, g.state as state, count(g) as guests from Guest g"
            + " group by g.owner, g.profile, g.state")
    List<GuestCount> count();

    @Query(
            nativeQuery = true,
            value = "select min(g.owner) from guest g join pool_owner o on o.name = g.owner"
                    + " where g.owner <> :owner and o.state = 'ALIVE' and g.state not in ('DESTROYED', 'FAILED')"
                    + " and g.address << network(set_masklen(cast(:address as inet), :prefixLength))")
    Optional<String> findOtherOwnerIn(String owner, String address, int prefixLength);

    @Modifying
    @Query("update Guest g set g.stale = true, g.version = g.version + 1"
            + " where g.state = io.honeypool.pool.guest.GuestState.READY and g.stale = false")
    int markReadyStale();
}
